import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface ScriptedRequest {
  readonly socket: Socket;
  /** Counted from 1 over the server's life. */
  readonly number: number;
  /** Counted from 1 on this connection. */
  readonly onConnection: number;
  readonly head: string;
  readonly body: Buffer;
}

export interface ScriptedServer {
  readonly callbackUrl: string;
  readonly requests: readonly ScriptedRequest[];
  readonly connections: readonly Socket[];
  stop(): Promise<void>;
}

export const okAnswer = "HTTP/1.1 200 OK\r\nx-amzn-RequestId: 1\r\nContent-Length: 0\r\n\r\n";

/** A server that reads whole requests and then does to the socket just what a test wants. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest) => void,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    let pending: Buffer = Buffer.alloc(0);
    let onConnection = 0;
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const headEnd = pending.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        const head = pending.toString("latin1", 0, headEnd);
        const end = headEnd + 4 + Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
        if (pending.length < end) return;
        const body = pending.subarray(headEnd + 4, end);
        pending = pending.subarray(end);
        onConnection += 1;
        const request = { socket, number: requests.length + 1, onConnection, head, body };
        requests.push(request);
        answer(request);
      }
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    connections,
    stop: async () => {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
