import type { Agent, IncomingMessage, RequestOptions } from "node:http";
import { request as requestOverTls, Agent as TlsAgent } from "node:https";

export interface TextPoster {
  /** Resolves with whatever is answered. @throws {Error} when nothing is, or not in time. */
  post(headers: Readonly<Record<string, string>>, body: string): Promise<TextAnswer>;
  close(): void;
}

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

export interface PosterOptions {
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

const socketsMax = 50;
/** DynamoDB's largest answer is 1 MB. */
const answerBytesMax = 4 * 1024 * 1024;

/** Posts to `/` of an origin, over connections that are kept. */
export function createTextPoster(origin: URL, options: PosterOptions): TextPoster {
  const tls = origin.protocol === "https:";
  const agentOptions = { keepAlive: true, maxSockets: socketsMax };
  // Imported, it would have all that it exports read, and with that the whole of undici loaded.
  const http = process.getBuiltinModule("node:http");
  const agent: Agent = tls ? new TlsAgent(agentOptions) : new http.Agent(agentOptions);
  const open = tls ? requestOverTls : http.request;
  const { hostname, port } = origin;
  const to: RequestOptions = { method: "POST", path: "/", host: hostname, port, agent };
  return {
    post: (headers, body) =>
      new Promise((resolve, reject) => {
        const length = { "content-length": Buffer.byteLength(body) };
        const request = open({ ...to, headers: { ...headers, ...length } }, (response) => {
          readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
        });
        const giveUp = (words: string) => () =>
          request.destroy(new Error(`${origin.host} ${words} in time.`));
        const timers = [setTimeout(giveUp("did not answer"), options.requestTimeoutMs)];
        request.once("socket", (socket) => {
          if (!socket.connecting) return;
          const timer = setTimeout(giveUp("could not be reached"), options.connectTimeoutMs);
          timers.push(timer);
          socket.once(tls ? "secureConnect" : "connect", () => clearTimeout(timer));
        });
        request.once("close", () => timers.forEach(clearTimeout));
        request.once("error", reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > answerBytesMax) throw new Error("The answer is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
