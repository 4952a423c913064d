import { randomUUID } from "node:crypto";
import type { Cloud } from "@parley/local/cloud";
import { type ClientFrame, ServerFrame } from "@parley/protocol";
import { callApi } from "./call-api.ts";
import type { Person } from "./create-person.ts";

type Unnumbered<F> = F extends unknown ? Omit<F, "id"> & { id?: string } : never;
export type Frame<T extends ServerFrame["type"] = ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

const waitMs = 10_000;

/**
 * A client without an SDK: it speaks the documented protocol over a bare WebSocket, keeps every frame that
 * came, and checks each against its schema.
 */
export class PlainSocket {
  readonly frames: ServerFrame[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      this.frames.push(ServerFrame.parse(JSON.parse(String(data))));
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.#wake();
    });
  }

  /** Gets a ticket and connects; resolves once the socket is open. */
  static async open(cloud: Cloud, person: Person): Promise<PlainSocket> {
    const answer = await callApi<{ ticket: string; url: string }>(cloud.apiUrl, {
      method: "POST",
      path: "/ws-ticket",
      token: person.token,
    });
    if (answer.status !== 200) throw new Error(`the ticket was refused: ${answer.status}`);
    const socket = new WebSocket(`${answer.body.url}?ticket=${answer.body.ticket}`);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", () => reject(new Error("the handshake was refused")));
    });
    return new PlainSocket(socket);
  }

  send(frame: Unnumbered<ClientFrame>): string {
    const id = frame.id ?? randomUUID();
    this.#socket.send(JSON.stringify({ ...frame, id }));
    return id;
  }

  sendRaw(text: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  /** The next frame that fits, from the first one on that no call has taken yet. */
  async next<T extends ServerFrame["type"]>(
    type: T,
    fits: (frame: Frame<T>) => boolean = () => true,
  ): Promise<Frame<T>> {
    const found = await this.until(() => {
      for (let at = this.#taken; at < this.frames.length; at += 1) {
        const frame = this.frames[at] as ServerFrame;
        if (frame.type === type && fits(frame as Frame<T>)) {
          this.#taken = at + 1;
          return frame as Frame<T>;
        }
      }
      return undefined;
    }, `a ${type} frame`);
    return found;
  }

  /** The answer to a request, in whatever form it came. */
  async answer(id: string): Promise<ServerFrame> {
    return this.until(
      () => this.frames.find((frame) => "id" in frame && frame.id === id),
      `an answer to ${id}`,
    );
  }

  /** Every event of a room that came, in the order in which it came. */
  events(room: string): Frame<"events">["events"] {
    return this.frames.flatMap((frame) =>
      frame.type === "events" && frame.room === room ? frame.events : [],
    );
  }

  async until<R>(look: () => R | undefined, what: string, timeoutMs = waitMs): Promise<R> {
    const deadlineMs = Date.now() + timeoutMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const leftMs = deadlineMs - Date.now();
      if (leftMs <= 0) {
        throw new Error(`${what} did not come; the last frames: ${JSON.stringify(this.frames.slice(-3))}`);
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, leftMs);
        this.#waiting.add(wake);
      });
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
