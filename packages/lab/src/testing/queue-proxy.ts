import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** How a queue behaves towards those who send to it. */
type Mode = "sound" | "twice" | "away";

/**
 * Stands between functions and SQS, and lets a queue do what it may: take a message twice, or be out of reach.
 */
export interface QueueProxy {
  /** The address of a queue, given the path of its own. */
  urlOf(path: string): string;
  /** Where messages go from here; to be told before the first is sent. */
  target: string;
  mode: Mode;
  /** Messages that were passed on. */
  sent: number;
  stop(): Promise<void>;
}

export async function startQueueProxy(): Promise<QueueProxy> {
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, text }) => response.writeHead(status, { "content-type": contentType }).end(text),
      () => request.socket.destroy(),
    );
  });
  const answer = async (request: IncomingMessage) => {
    const body = await buffer(request);
    if (proxy.mode === "away") throw new Error("away");
    const first = await pass(proxy.target, request, body);
    const batch = JSON.parse(String(body)) as { readonly Entries: readonly object[] };
    proxy.sent += batch.Entries.length;
    if (proxy.mode === "twice") {
      const Entries = batch.Entries.map((entry, at) =>
        Object.assign({}, entry, { MessageDeduplicationId: `again-${proxy.sent}-${at}` }),
      );
      await pass(proxy.target, request, Buffer.from(JSON.stringify({ ...batch, Entries })));
    }
    return first;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: QueueProxy = {
    urlOf: (path) => `http://127.0.0.1:${port}${path}`,
    target: "",
    mode: "sound",
    sent: 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

const contentType = "application/x-amz-json-1.0";

async function pass(target: string, { headers }: IncomingMessage, body: Buffer) {
  const kept = ["authorization", "x-amz-target", "x-amz-date", "x-amz-security-token"];
  const response = await fetch(target, {
    method: "POST",
    headers: {
      "content-type": contentType,
      ...Object.fromEntries(kept.map((name) => [name, String(headers[name] ?? "")])),
    },
    body: new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}
