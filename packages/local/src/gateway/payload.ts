import { hash } from "node:crypto";

/** A message for clients, with what is made of it once for all who get it. */
export class Payload {
  readonly bytes: Buffer;
  #hash: string | undefined;
  #frame: Buffer | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** SHA-256 in hexadecimal digits. */
  get hash(): string {
    this.#hash ??= hash("sha256", this.bytes);
    return this.#hash;
  }

  /** As one text frame: a server masks nothing, so that it is the same for every client (RFC 6455, 5.2). */
  get frame(): Buffer {
    this.#frame ??= Buffer.concat([writeFrameHead(this.bytes.length), this.bytes]);
    return this.#frame;
  }
}

/**
 * A frame goes to everybody in a room, post by post: to compare it with the last one is cheaper than to hash it.
 */
export function createPayloads(): (bytes: Buffer) => Payload {
  let last = new Payload(Buffer.alloc(0));
  return (bytes) => {
    // What was read from a socket may be a small part of a large buffer, which must not be kept with it.
    if (!bytes.equals(last.bytes)) last = new Payload(Buffer.from(bytes));
    return last;
  };
}

const finalText = 0x81;

function writeFrameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([finalText, length]);
  if (length < 65_536) {
    const head = Buffer.from([finalText, 126, 0, 0]);
    head.writeUInt16BE(length, 2);
    return head;
  }
  const head = Buffer.from([finalText, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
