import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cloud, startCloud } from "@parley/local/cloud";
import { bundleFunctions } from "@parley/local/lambda/bundle";
import { functions } from "@parley/topology";
import { lambdaVariables } from "../../bench/lambda/measure-starts.ts";
import { callApi } from "../../testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../../testing/create-person.ts";
import type { FrameSender } from "../../testing/frame-event.ts";
import { noLimits } from "../../testing/no-limits.ts";
import { PlainSocket } from "../../testing/plain-socket.ts";
import type { FuzzInput, FuzzReport } from "./fuzz-input.ts";
import type { Vocabulary } from "./generate-value.ts";
import { throwBytes } from "./throw-bytes.ts";

export interface FuzzOrder {
  readonly seed: number;
  readonly frames: number;
  readonly calls: number;
  /** Raw, for the gateway's and the API's sockets. */
  readonly bytes: number;
}

const root = resolve(import.meta.dirname, "../../../../..");
const worker = fileURLToPath(new URL("fuzz.worker.ts", import.meta.url));
const atOnce = 16;
const growthMax = 1.5;
const secret = "unspeakable-4711";

/**
 * Throws inputs at the bundles of `message` and `api`, over real stores: by the grammar of the schemas, with
 * damage in a value, and with damage in the text.
 *
 * @returns a report by function; `faults` holds crashes, unhandled rejections, `internal` answers, answers
 *   that are not of the protocol, texts in log lines, and a heap that keeps growing.
 */
export async function fuzz(order: FuzzOrder): Promise<Record<"frames" | "calls" | "bytes", FuzzReport>> {
  const dir = mkdtempSync(join(tmpdir(), "parley-fuzz-"));
  const cloud = await startCloud({ environment: noLimits });
  const sockets: PlainSocket[] = [];
  try {
    const scene = await setScene(cloud, sockets);
    const { message, api, disconnect } = functions;
    const { bundles } = await bundleFunctions({
      root,
      outDir: join(dir, "bundles"),
      functions: { message, api, disconnect },
    });
    const throwAt = async (kind: FuzzInput["kind"], name: "message" | "api", count: number) => {
      return runWorker(cloud, {
        kind,
        file: bundles[name],
        farewellFile: bundles.disconnect,
        count,
        seed: order.seed,
        atOnce,
        secret,
        ...scene,
      });
    };
    const token = scene.tokens[0] ?? "";
    const [frames, calls, bytes] = await Promise.all([
      throwAt("frames", "message", order.frames),
      throwAt("calls", "api", order.calls),
      throwBytes(cloud, { seed: order.seed, count: order.bytes, token }).then(withGrowth),
    ]);
    return { frames, calls, bytes };
  } finally {
    for (const socket of sockets) socket.close();
    await cloud.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Scene {
  readonly words: Vocabulary;
  readonly connections: readonly FrameSender[];
  readonly tokens: readonly string[];
}

/** Two people who share rooms, one who shares none, and all the words that mean something among them. */
async function setScene(cloud: Cloud, sockets: PlainSocket[]): Promise<Scene> {
  const people = await Promise.all([
    createPerson(cloud, "Ada"),
    createPerson(cloud, "Bob"),
    createPerson(cloud, "Eve"),
  ]);
  const [ada, bob, eve] = people;
  const rooms = [
    await createRoom(cloud, ada, { visibility: "private", members: [bob.username] }),
    await createRoom(cloud, bob, { visibility: "public", members: [ada.username] }),
    await createRoom(cloud, eve, { visibility: "private" }),
  ].map(({ id }) => id);
  const messages = await Promise.all(
    [ada, bob, eve].map(async (person, at) => {
      const body = { id: `first-${at}`, text: `${secret} first` };
      const path = `/rooms/${rooms[at]}/messages`;
      const said = await callApi<{ message: { id: string } }>(cloud.apiUrl, {
        method: "POST",
        path,
        body,
        token: person.token,
      });
      return said.body.message.id;
    }),
  );
  for (const person of people) sockets.push(await PlainSocket.open(cloud, person));
  return {
    words: {
      room: [...rooms, "rom_none"],
      message: [...messages, "msg_none"],
      user: people.flatMap(({ user, username, email }) => [user.id, username, email]),
      members: [[bob.username], []],
      emoji: ["👍", "🎭", "❤️", "x"],
      text: [`${secret} hello`, `${secret} @${ada.username}`, `${secret} **bold** https://example.test`],
      replyTo: messages,
      q: ["first", "hello or bye", '"', ""],
    },
    connections: connectionsOf(cloud, people),
    tokens: [...people, ...people, ...people].map(({ token }) => token).concat("none.such"),
  };
}

/** What the gateway says of each person's. */
function connectionsOf(cloud: Cloud, people: readonly Person[]): FrameSender[] {
  const real = cloud.gateway.connections();
  return people.map(({ user }) => {
    const known = real.find(({ authorizer }) => authorizer["userId"] === user.id);
    if (known === undefined) throw new Error(`${user.username} is not connected.`);
    return known;
  });
}

async function runWorker(cloud: Cloud, input: FuzzInput): Promise<FuzzReport> {
  const child = fork(worker, [], {
    env: { ...lambdaVariables, ...cloud.settings, PATH: process.env["PATH"] },
    execArgv: ["--expose-gc"],
  });
  return withGrowth(await untilDone(child, input));
}

function withGrowth(report: FuzzReport): FuzzReport {
  const [early = 0] = report.heap.slice(report.heap.length / 4);
  const late = Math.min(...report.heap.slice(-3));
  if (late <= early * growthMax) return report;
  return { ...report, faults: [...report.faults, `the heap grew from ${early} to ${late} bytes`] };
}

async function untilDone(child: ChildProcess, input: FuzzInput): Promise<FuzzReport> {
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new Error(`The function's process ended with ${code ?? signal}.`);
  });
  ended.catch(() => undefined);
  child.send(input);
  const [report] = (await Promise.race([once(child, "message"), ended])) as [FuzzReport];
  return report;
}
