/**
 * Posts as they come off the socket.
 *
 * They are most of what a busy room costs, and `node:http` spends more on a request than all that is done about
 * it. So requests that are plainly posts, and came whole, are read here; they differ from each other in the
 * recipient and the signature alone, mostly, and then nothing else is read anew. At the first request that is
 * anything else the socket becomes `node:http`'s, for good.
 */
import { type IncomingHttpHeaders, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type CallbackAnswer, type CallbackListenerDeps, writeAnswerFields } from "./callback.ts";
import type { Signing } from "./sigv4.ts";

export interface PostReaderOptions {
  readonly stage: string;
  /** A connection on which nothing was asked for so long is closed. */
  readonly keepAliveTimeoutMs: number;
}

/** What comes after the target in the head of a request, on both sides of its signature. */
interface HeadForm {
  readonly before: string;
  readonly after: string;
  readonly signing: Signing;
  readonly bodyBytes: number;
}

/** A head is looked for in so many bytes. */
const headBytesMax = 4_096;
const signatureDigits = 64;

/** Creates the listener of new connections; `toHttp` gives one to `node:http`. */
export function createPostReader(deps: CallbackListenerDeps, options: PostReaderOptions) {
  const start = `POST /${options.stage}/@connections/`;
  let lastForm: HeadForm | undefined;

  const formOf = (text: string, from: number): HeadForm | undefined => {
    const form = lastForm;
    if (form !== undefined && text.startsWith(form.before, from)) {
      const signatureEnd = from + form.before.length + signatureDigits;
      if (text.startsWith(form.after, signatureEnd)) return form;
    }
    const read = readForm(text, from, deps.readSigning);
    if (read !== undefined) lastForm = read;
    return read;
  };
  /** Answers the post that begins at `offset`; returns where it ends, or undefined when it is for `node:http`. */
  const takePost = (socket: Socket, bytes: Buffer, offset: number): number | undefined => {
    const text = bytes.toString("latin1", offset, offset + headBytesMax);
    if (!text.startsWith(start)) return undefined;
    const targetEnd = text.indexOf(" ", start.length);
    if (targetEnd < 0) return undefined;
    const form = formOf(text, targetEnd);
    if (form === undefined) return undefined;
    const { before, after, signing, bodyBytes } = form;
    const signatureAt = targetEnd + before.length;
    const signatureEnd = signatureAt + signatureDigits;
    const bodyAt = offset + signatureEnd + after.length;
    const end = bodyAt + bodyBytes;
    if (end > bytes.length) return undefined;
    const answer = deps.answer({
      method: "POST",
      target: text.slice("POST ".length, targetEnd),
      payload: deps.toPayload(bytes.subarray(bodyAt, end)),
      signing,
      signature: text.slice(signatureAt, signatureEnd),
    });
    socket.write(writeAnswer(answer), "latin1");
    return end;
  };
  return (socket: Socket, toHttp: () => void): void => {
    const onData = (bytes: Buffer) => {
      for (let offset: number | undefined = 0; offset < bytes.length; ) {
        const end = takePost(socket, bytes, offset);
        if (end === undefined) {
          leave(bytes.subarray(offset));
          return;
        }
        offset = end;
      }
      // Who reads no answers is asked no more questions.
      if (socket.writableNeedDrain) socket.pause().once("drain", () => socket.resume());
    };
    const onEnd = () => socket.end();
    const breakOff = () => socket.destroy();
    /** What is unread goes with the socket. */
    const leave = (unread: Buffer) => {
      socket.setTimeout(0);
      socket.off("data", onData).off("end", onEnd).off("error", breakOff).off("timeout", breakOff);
      socket.pause().unshift(unread);
      toHttp();
      socket.resume();
    };
    socket.on("data", onData).on("end", onEnd).on("error", breakOff).on("timeout", breakOff);
    socket.setTimeout(options.keepAliveTimeoutMs);
  };
}

const fieldLine = /^([a-z-]+): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/;
/** Headers with which a request is plainly a post: none of them changes how its body or its connection is read. */
const plainHeaders = new Set([
  "authorization",
  "content-length",
  "content-type",
  "host",
  "x-amz-date",
  "x-amz-security-token",
]);
const signatureStart = ", Signature=";

/** Reads what stands after the target, up to the blank line; undefined when it is for `node:http`. */
function readForm(
  text: string,
  from: number,
  readSigning: (headers: IncomingHttpHeaders) => Signing,
): HeadForm | undefined {
  const end = text.indexOf("\r\n\r\n", from);
  if (end < 0) return undefined;
  const [version, ...lines] = text.slice(from, end).split("\r\n");
  if (version !== " HTTP/1.1") return undefined;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = fieldLine.exec(line) ?? [];
    if (!plainHeaders.has(name) || headers[name] !== undefined) return undefined;
    headers[name] = value;
  }
  const bodyBytes = /^\d{1,6}$/.test(headers["content-length"] ?? "")
    ? Number(headers["content-length"])
    : -1;
  const signing = readSigning(headers);
  const signatureAt = text.indexOf(signatureStart, from) + signatureStart.length;
  const signatureEnd = signatureAt + signatureDigits;
  if (
    bodyBytes < 0 ||
    signing.signature === "" ||
    text.slice(signatureAt, signatureEnd) !== signing.signature
  )
    return undefined;
  const before = text.slice(from, signatureAt);
  return { before, after: text.slice(signatureEnd, end + 4), signing, bodyBytes };
}

function writeAnswer(answer: CallbackAnswer): string {
  const fields = writeAnswerFields(answer);
  let text = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\nDate: ${new Date().toUTCString()}\r\n`;
  for (let at = 0; at < fields.length; at += 2) text += `${fields[at]}: ${fields[at + 1]}\r\n`;
  return `${text}Connection: keep-alive\r\n\r\n${answer.body}`;
}
