/**
 * A WebSocket client that costs next to nothing to receive with, so that the load generator's core is not
 * what a benchmark measures. Text frames up to 64 KB out, whole frames of any size in; no extensions.
 */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export interface LightSocketEvents {
  /** One text frame's payload, valid during the call only. */
  onText(payload: Buffer, socket: LightSocket): void;
  onClose?(): void;
}

export class LightSocket {
  readonly #socket: Socket;
  readonly #events: LightSocketEvents;
  #pending: Buffer | undefined;
  #open = false;

  private constructor(socket: Socket, events: LightSocketEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  /** Connects to a ws:// address. Rejects when the handshake is refused. */
  static open(address: string, events: LightSocketEvents): Promise<LightSocket> {
    const url = new URL(address);
    const socket = connect({ host: "127.0.0.1", port: Number(url.port) });
    socket.setNoDelay(true);
    const light = new LightSocket(socket, events);
    socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
    return new Promise((resolve, reject) => {
      let head: Buffer = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        if (light.#open) {
          light.#take(chunk);
          return;
        }
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        const first = head.toString("latin1", 0, head.indexOf("\r\n"));
        if (!first.startsWith("HTTP/1.1 101")) {
          socket.destroy();
          reject(new Error(`The handshake was answered with ${first}`));
          return;
        }
        light.#open = true;
        resolve(light);
        if (head.length > end + 4) light.#take(head.subarray(end + 4));
      });
      socket.on("error", reject);
      socket.on("close", () => events.onClose?.());
    });
  }

  send(text: string): void {
    this.#write(opcode.text, Buffer.from(text));
  }

  /** Reads nothing from now on. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#write(opcode.close, Buffer.from([0x03, 0xe8]));
    this.#socket.end();
  }

  /** Masked with zeros: a mask protects proxies, and there is none here. */
  #write(code: number, payload: Buffer): void {
    const { length } = payload;
    const wide = length > 125;
    const frame = Buffer.alloc((wide ? 8 : 6) + length);
    frame[0] = 0x80 | code;
    frame[1] = 0x80 | (wide ? 126 : length);
    if (wide) frame.writeUInt16BE(length, 2);
    payload.copy(frame, wide ? 8 : 6);
    this.#socket.write(frame);
  }

  #take(chunk: Buffer): void {
    let bytes = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const frame = readFrame(bytes);
      if (frame === undefined) break;
      bytes = bytes.subarray(frame.end);
      if (frame.code === opcode.text) this.#events.onText(frame.payload, this);
      else if (frame.code === opcode.ping) this.#write(opcode.pong, frame.payload);
      else if (frame.code === opcode.close) this.#socket.end();
    }
    this.#pending = bytes.length === 0 ? undefined : bytes;
  }
}

function readFrame(bytes: Buffer): { code: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? bytes.readUInt32BE(6) : short;
  const end = start + length;
  if (bytes.length < end) return undefined;
  return { code: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(start, end), end };
}
