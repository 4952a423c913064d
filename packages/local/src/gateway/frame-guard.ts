/**
 * API Gateway limits a frame (32 KB) apart from a message (128 KB); `ws` knows only the message. This
 * puts the limit where `ws` learns a frame's length, before it waits for its payload.
 *
 * It reaches into `ws` 8.23.0 (`lib/receiver.js`), whose version is pinned; the test of this file fails
 * when an upgrade moves what it holds on to.
 */
import type { WebSocket } from "ws";

interface Receiver {
  _opcode: number;
  _payloadLength: number;
  haveLength(done: (error: Error) => void): void;
  createError(type: typeof RangeError, message: string, prefix: boolean, status: number, code: string): Error;
}

/** Opcodes from here on are control frames, which have a limit of their own (RFC 6455, 5.5). */
const firstControlOpcode = 0x8;

/** Closes `socket` with 1009 as soon as a data frame announces more than `frameBytesMax`. */
export function guardFrames(socket: WebSocket, frameBytesMax: number): void {
  const receiver: unknown = Reflect.get(socket, "_receiver");
  if (!isReceiver(receiver)) throw new Error("This version of ws has no receiver that can be guarded.");
  const { haveLength } = receiver;
  receiver.haveLength = function guardedHaveLength(this: Receiver, done) {
    if (this._opcode < firstControlOpcode && this._payloadLength > frameBytesMax) {
      done(this.createError(RangeError, "Max frame size exceeded", false, 1009, oversizeError));
      return;
    }
    haveLength.call(this, done);
  };
}

/** The code of the error that `ws` raises for an oversize message, and we for an oversize frame. */
export const oversizeError = "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";

function isReceiver(value: unknown): value is Receiver {
  return (
    typeof value === "object" &&
    value !== null &&
    "haveLength" in value &&
    typeof value.haveLength === "function" &&
    "createError" in value &&
    "_payloadLength" in value &&
    "_opcode" in value
  );
}
