/**
 * Reads the answers on a keep-alive connection, one after another.
 *
 * Strict, since a misread end would take one answer for another's: what is not plainly a message of
 * HTTP/1.1 (RFC 9112) is refused, and the connection is not used again. Of the body nothing is kept.
 */
export interface HttpAnswer {
  readonly status: number;
  /** `x-amzn-ErrorType`, the name of what went wrong. */
  readonly errorType: string | undefined;
  /** Whether the connection may carry another request. */
  readonly reusable: boolean;
}

/** The bytes are no answer, or one that is too long to be the gateway's. */
export class MalformedAnswerError extends Error {
  override readonly name = "MalformedAnswerError";
}

/** Beyond, an answer is refused: API Gateway's are a few hundred bytes. */
const answerBytesMax = 64 * 1024;

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/;
const chunkLine = /^([0-9a-fA-F]{1,7})(?:[ \t]*;[^\r\n]*)?$/;

interface Head {
  readonly answer: HttpAnswer;
  readonly interim: boolean;
  readonly body: "none" | "chunked" | "unknown" | number;
}

export class ResponseReader {
  #pending: Buffer | undefined;

  /** Whether a byte of the next answer has come. */
  get begun(): boolean {
    return this.#pending !== undefined;
  }

  /**
   * Takes what came, and keeps none of the memory it came in. Answers undefined until the answer is complete.
   *
   * @throws {MalformedAnswerError}
   */
  push(chunk: Buffer): HttpAnswer | undefined {
    let bytes = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const headEnd = bytes.indexOf("\r\n\r\n");
      if (headEnd < 0) return this.#keep(bytes);
      const head = readHead(bytes.toString("latin1", 0, headEnd));
      const bodyStart = headEnd + 4;
      if (head.interim) {
        bytes = bytes.subarray(bodyStart);
        continue;
      }
      // Its end is the connection's, and all that is asked of it stands in the head.
      if (head.body === "unknown") return { ...head.answer, reusable: false };
      const end = findBodyEnd(bytes, bodyStart, head.body);
      if (end === undefined || end > bytes.length) return this.#keep(bytes);
      // What is there beyond the answer was not asked for.
      if (end < bytes.length) return { ...head.answer, reusable: false };
      this.#pending = undefined;
      return head.answer;
    }
  }

  #keep(bytes: Buffer): undefined {
    if (bytes.length > answerBytesMax) throw new MalformedAnswerError("The answer is too long.");
    this.#pending = Buffer.from(bytes);
    return undefined;
  }
}

function readHead(text: string): Head {
  const lines = text.split("\r\n");
  const [, minor, code] = statusLine.exec(lines[0] ?? "") ?? [];
  if (code === undefined) throw new MalformedAnswerError("The status line is none of HTTP/1.1.");
  const status = Number(code);
  let reusable = minor === "1";
  let length: number | undefined;
  let chunked = false;
  let errorType: string | undefined;
  for (let at = 1; at < lines.length; at += 1) {
    const [, name, value] = fieldLine.exec(lines[at] ?? "") ?? [];
    if (name === undefined || value === undefined) throw new MalformedAnswerError("A field line is broken.");
    switch (name.toLowerCase()) {
      case "content-length": {
        const given = readLength(value);
        if (length !== undefined && length !== given)
          throw new MalformedAnswerError("Two lengths contradict each other.");
        length = given;
        break;
      }
      case "transfer-encoding":
        if (chunked || value.toLowerCase() !== "chunked")
          throw new MalformedAnswerError("The transfer encoding is unknown.");
        chunked = true;
        break;
      case "connection":
        if (/(?:^|[ \t,])close(?:$|[ \t,])/i.test(value)) reusable = false;
        break;
      case "x-amzn-errortype":
        errorType = value;
        break;
    }
  }
  if (chunked && length !== undefined) throw new MalformedAnswerError("Two framings of one body.");
  if (status === 101) throw new MalformedAnswerError("Nobody asked for another protocol.");
  const body = status === 204 || status === 304 ? "none" : chunked ? "chunked" : (length ?? "unknown");
  return { answer: { status, errorType, reusable }, interim: status < 200, body };
}

function readLength(value: string): number {
  if (!/^\d{1,7}$/.test(value)) throw new MalformedAnswerError("The length is no number, or too large.");
  return Number(value);
}

/** Offset after the body, maybe beyond the bytes at hand; undefined while that cannot be said. */
function findBodyEnd(bytes: Buffer, start: number, body: "none" | "chunked" | number): number | undefined {
  if (body === "none") return start;
  if (body !== "chunked") return start + body;
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const [, digits] = chunkLine.exec(bytes.toString("latin1", at, lineEnd)) ?? [];
    if (digits === undefined) throw new MalformedAnswerError("The size of a chunk is no number.");
    const size = Number.parseInt(digits, 16);
    if (size === 0) return findTrailerEnd(bytes, lineEnd);
    at = lineEnd + 2 + size;
    if (at + 2 > bytes.length) return undefined;
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a)
      throw new MalformedAnswerError("A chunk is longer than it says.");
    at += 2;
  }
}

/** The last chunk is followed by trailer fields, if any, and a blank line. */
function findTrailerEnd(bytes: Buffer, lastLineEnd: number): number | undefined {
  const end = bytes.indexOf("\r\n\r\n", lastLineEnd);
  return end < 0 ? undefined : end + 4;
}
