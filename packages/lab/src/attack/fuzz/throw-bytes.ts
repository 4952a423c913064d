/** Throws raw bytes at the gateway's and the API's own sockets, and looks at what comes back and what stays. */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Cloud } from "@parley/local/cloud";
import { mapConcurrently } from "../../bench/servers/peer.ts";
import { Random } from "../../simulation/random.ts";
import { callApi } from "../../testing/call-api.ts";
import type { FuzzReport } from "./fuzz-input.ts";
import { makeBytes } from "./make-bytes.ts";

export interface ThrowInput {
  readonly seed: number;
  readonly count: number;
  readonly token: string;
}

const atOnce = 16;
const faultsMax = 20;
const heapReadings = 20;
/** A server that says nothing waits for more: it is given so long, and then the client goes away. */
const silenceMs = 150;
const probeEvery = 2_000;
const openMax = 200;
const handshakeMs = 10_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The process under fire is this one: the gateway's. What it throws beside a request is a fault. */
export async function throwBytes(cloud: Cloud, { seed, count, token }: ThrowInput): Promise<FuzzReport> {
  const answers: Record<string, number> = {};
  const faults: string[] = [];
  const heap: number[] = [];
  const report = (fault: string) => void (faults.length < faultsMax && faults.push(fault.slice(0, 2_000)));
  const onError = (error: unknown) =>
    report(`thrown in the gateway: ${error instanceof Error ? error.stack : String(error)}`);
  process.on("uncaughtException", onError).on("unhandledRejection", onError);
  try {
    const random = new Random(seed);
    const step = Math.max(1, Math.floor(count / heapReadings));
    await mapConcurrently(count, atOnce, async (made) => {
      if (faults.length >= faultsMax) return;
      if (made % step === step - 1) {
        collect();
        heap.push(process.memoryUsage().heapUsed);
      }
      if (made % probeEvery === probeEvery - 1) await probe(cloud, report);
      const input = makeBytes(random, hostOf(cloud));
      const answer = await throwOne(cloud, { ...input, token, slices: random.below(4) + 1 });
      if (answer === undefined) {
        answers["not let in"] = (answers["not let in"] ?? 0) + 1;
        return;
      }
      const { name, fault } = judge(answer, input.upgraded);
      answers[name] = (answers[name] ?? 0) + 1;
      if (fault) report(`${name} for ${JSON.stringify(input.bytes.toString("latin1").slice(0, 500))}`);
    });
    await probe(cloud, report);
    return { done: count, answers, faults, heap, outages: [] };
  } finally {
    process.off("uncaughtException", onError).off("unhandledRejection", onError);
  }
}

const hostOf = ({ pageUrl }: Cloud) => new URL(pageUrl).host;

interface Throw extends ReturnType<typeof makeBytes> {
  readonly token: string;
  readonly slices: number;
}

/** Undefined when the handshake before it was refused, as it is while the stores do not keep up. */
async function throwOne(
  cloud: Cloud,
  { at, upgraded, bytes, token, slices }: Throw,
): Promise<Buffer | undefined> {
  const { port } = new URL(at === "api" ? cloud.pageUrl : cloud.websocketUrl);
  const socket = connect({ host: "127.0.0.1", port: Number(port) });
  socket.on("error", () => undefined);
  try {
    if (upgraded && !(await upgrade(cloud, socket, token))) return undefined;
    const size = Math.max(1, Math.ceil(bytes.length / slices));
    for (let from = 0; from < bytes.length; from += size) socket.write(bytes.subarray(from, from + size));
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

/** A handshake as it should be, with a ticket; whether it was let in. */
async function upgrade({ apiUrl, websocketUrl }: Cloud, socket: Socket, token: string): Promise<boolean> {
  const { body } = await callApi<{ ticket: string }>(apiUrl, { method: "POST", path: "/ws-ticket", token });
  const { host, pathname } = new URL(websocketUrl);
  const key = randomBytes(16).toString("base64");
  socket.write(
    `GET ${pathname}?ticket=${body.ticket} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), handshakeMs);
    socket.once("data", (head: Buffer) => {
      clearTimeout(timer);
      resolve(head.toString("latin1").startsWith("HTTP/1.1 101"));
    });
  });
}

/** All that comes until the server closes, or says nothing for a while. */
async function readAnswer(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const ended = Promise.withResolvers<void>();
  let timer = setTimeout(ended.resolve, silenceMs);
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    clearTimeout(timer);
    timer = setTimeout(ended.resolve, silenceMs);
  });
  socket.once("close", () => ended.resolve());
  await ended.promise;
  clearTimeout(timer);
  return Buffer.concat(chunks);
}

function judge(answer: Buffer, upgraded: boolean): { name: string; fault: boolean } {
  if (answer.length === 0) return { name: "silence", fault: false };
  const text = answer.toString("latin1");
  if (text.includes("Internal server error") || text.includes('"internal"'))
    return { name: "internal", fault: true };
  if (upgraded) return { name: nameFrames(answer), fault: false };
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status ?? "");
  return { name: statuses.join(" "), fault: statuses.length === 0 || statuses.some((one) => one >= "500") };
}

/** A close frame by its code, which may be left out. */
function nameFrames(answer: Buffer): string {
  if (answer[0] !== 0x88) return "frames";
  return `close ${answer.length < 4 ? 1005 : answer.readUInt16BE(2)}`;
}

/** It still serves, and holds on to nobody who has gone. */
async function probe({ apiUrl, gateway }: Cloud, report: (fault: string) => void): Promise<void> {
  const { status } = await callApi(apiUrl, { path: "/health" });
  if (status !== 200) report(`health answered ${status}`);
  for (let look = 0; gateway.connections().length > openMax; look += 1) {
    if (look === 50) return report(`${gateway.connections().length} connections stayed open`);
    await sleep(200);
  }
}
