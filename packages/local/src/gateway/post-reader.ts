/**
 * Posts as they come off the socket.
 *
 * They are most of what a busy room costs, and `node:http` spends more on a request than all that is done about
 * it. So requests that are plainly posts are read here; they differ from each other in the recipient and the
 * signature alone, mostly, and then nothing else is read anew. At the first request that is anything else the socket
 * becomes `node:http`'s, for good.
 */
import { type IncomingHttpHeaders, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import {
  type CallbackAnswer,
  type CallbackListenerDeps,
  type CallbackRequest,
  writeAnswerFields,
} from "./callback.ts";
import type { Signing } from "./sigv4.ts";

export interface PostReaderOptions {
  readonly stage: string;
  readonly messageBytesMax: number;
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

interface FoundPost {
  /** Where the next request begins, maybe beyond the bytes at hand: while the head is not whole, by one. */
  readonly end: number;
  readonly post?: Omit<CallbackRequest, "method" | "payload"> & { readonly bodyAt: number };
}

/** A head is looked for in so many bytes. */
const headBytesMax = 4_096;
const headEnd = "\r\n\r\n";
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
  /** Finds the post that begins at `offset`; undefined for what is none, or cannot be told to be a plain one. */
  const findPost = (bytes: Buffer, offset: number): FoundPost | undefined => {
    const text = bytes.toString("latin1", offset, offset + headBytesMax);
    const targetEnd = text.startsWith(start) ? text.indexOf(" ", start.length) : -1;
    const form = targetEnd < 0 ? undefined : formOf(text, targetEnd);
    if (form === undefined) {
      const mayBecomeOne = text.startsWith(start) || start.startsWith(text);
      const isWhole = text.length >= headBytesMax || text.includes(headEnd);
      return mayBecomeOne && !isWhole ? { end: bytes.length + 1 } : undefined;
    }
    const { before, after, signing, bodyBytes } = form;
    if (bodyBytes > options.messageBytesMax) return undefined;
    const signatureAt = targetEnd + before.length;
    const signatureEnd = signatureAt + signatureDigits;
    const bodyAt = offset + signatureEnd + after.length;
    const target = text.slice("POST ".length, targetEnd);
    const signature = text.slice(signatureAt, signatureEnd);
    return { end: bodyAt + bodyBytes, post: { bodyAt, target, signing, signature } };
  };
  return (socket: Socket, toHttp: () => void): void => {
    /** The beginning of a post whose end has not come, which is so many bytes long as far as that is known. */
    let begun: Buffer[] = [];
    let begunBytes = 0;
    let wantedBytes = 0;
    const onData = (chunk: Buffer) => {
      begun.push(chunk);
      begunBytes += chunk.length;
      if (begunBytes < wantedBytes) return;
      const bytes = begun.length === 1 ? chunk : Buffer.concat(begun, begunBytes);
      begun = [];
      begunBytes = 0;
      wantedBytes = 0;
      for (let offset = 0; offset < bytes.length; ) {
        const found = findPost(bytes, offset);
        if (found === undefined) {
          leave(bytes.subarray(offset));
          return;
        }
        const { end, post } = found;
        if (post === undefined || end > bytes.length) {
          begun = [bytes.subarray(offset)];
          begunBytes = bytes.length - offset;
          wantedBytes = end - offset;
          return;
        }
        const { bodyAt, ...call } = post;
        const payload = deps.toPayload(bytes.subarray(bodyAt, end));
        socket.write(writeAnswer(deps.answer({ method: "POST", payload, ...call })), "latin1");
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
  const end = text.indexOf(headEnd, from);
  if (end < 0) return undefined;
  const [version, ...lines] = text.slice(from, end).split("\r\n");
  if (version !== " HTTP/1.1") return undefined;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = fieldLine.exec(line) ?? [];
    if (!plainHeaders.has(name) || headers[name] !== undefined) return undefined;
    headers[name] = value;
  }
  const { "content-length": length = "" } = headers;
  if (!/^\d{1,6}$/.test(length)) return undefined;
  const signing = readSigning(headers);
  const signatureAt = text.indexOf(signatureStart, from) + signatureStart.length;
  const signatureEnd = signatureAt + signatureDigits;
  if (signing.signature === "" || text.slice(signatureAt, signatureEnd) !== signing.signature)
    return undefined;
  const before = text.slice(from, signatureAt);
  const after = text.slice(signatureEnd, end + headEnd.length);
  return { before, after, signing, bodyBytes: Number(length) };
}

function writeAnswer(answer: CallbackAnswer): string {
  const fields = writeAnswerFields(answer);
  let text = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\nDate: ${new Date().toUTCString()}\r\n`;
  for (let at = 0; at < fields.length; at += 2) text += `${fields[at]}: ${fields[at + 1]}\r\n`;
  return `${text}Connection: keep-alive\r\n\r\n${answer.body}`;
}
