import { randomUUID } from "node:crypto";
import type { Random } from "../../simulation/random.ts";

/** Where bytes are thrown at, and what is sent before them. */
export interface RawInput {
  readonly at: "gateway" | "api";
  /** A WebSocket is opened first, and the bytes come in place of frames. */
  readonly upgraded: boolean;
  readonly bytes: Buffer;
}

type Maker = (random: Random, host: string) => RawInput;

const crlf = "\r\n";

/** By kind; each is then damaged, or not. */
const makers: readonly Maker[] = [
  (random, host) => ({ at: "gateway", upgraded: false, bytes: makeHandshake(random, host) }),
  (random) => ({ at: "gateway", upgraded: true, bytes: makeFrames(random) }),
  (random, host) => ({ at: "api", upgraded: false, bytes: makeTwofoldRequest(random, host) }),
  (random, host) => ({ at: "gateway", upgraded: false, bytes: makeTwofoldRequest(random, host) }),
  (random) => ({ at: "gateway", upgraded: random.chance(0.5), bytes: noise(random, random.below(3_000)) }),
  (random) => ({ at: "api", upgraded: false, bytes: noise(random, random.below(3_000)) }),
];

/** Bytes that are nearly right, or nothing at all: a handshake, frames, requests that can be read in two ways, noise. */
export function makeBytes(random: Random, host: string): RawInput {
  const made = random.pick(makers)(random, host);
  return random.chance(0.5) ? made : { ...made, bytes: damage(made.bytes, random) };
}

function makeHandshake(random: Random, host: string): Buffer {
  const path = random.pick([
    "/v1",
    "/v1/",
    "/",
    "//",
    "/v1?ticket=x",
    `/v1?ticket=${"x".repeat(5_000)}`,
    "/v1?ticket=%00%ff",
    "*",
  ]);
  const headers = [
    `Host: ${random.pick([host, "evil.test", "", `${host}${crlf}Host: ${host}`])}`,
    `Upgrade: ${random.pick(["websocket", "WebSocket", "h2c", "websocket, h2c"])}`,
    `Connection: ${random.pick(["Upgrade", "keep-alive, Upgrade", "close"])}`,
    `Sec-WebSocket-Version: ${random.pick(["13", "8", "-1", "13, 8"])}`,
    `Sec-WebSocket-Key: ${random.pick(["dGhlIHNhbXBsZSBub25jZQ==", "", "x", "dGhlIHNhbXBsZSBub25jZQ==,x"])}`,
    `Origin: ${random.pick([`http://${host}`, "null", "https://evil.test"])}`,
    ...(random.chance(0.3)
      ? ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99"]
      : []),
    ...(random.chance(0.3) ? ["Sec-WebSocket-Protocol: a,,b,\u0007"] : []),
    ...(random.chance(0.2) ? [`X-Long: ${"y".repeat(random.below(20_000))}`] : []),
    ...(random.chance(0.2) ? ["Content-Length: 5", "Transfer-Encoding: chunked"] : []),
  ];
  const method = random.pick(["GET", "GET", "GET", "POST", "CONNECT", "PRI"]);
  const version = random.pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9"]);
  const end = random.chance(0.9) ? `${crlf}${crlf}` : crlf;
  return Buffer.from(`${method} ${path} ${version}${crlf}${headers.join(crlf)}${end}`, "latin1");
}

const opcodes = [0, 1, 1, 1, 2, 3, 7, 8, 9, 10, 11, 15];

/** Frames by RFC 6455 whose bits, opcodes, lengths and masks need not fit each other. */
function makeFrames(random: Random): Buffer {
  return Buffer.concat(Array.from({ length: 1 + random.below(4) }, () => makeFrame(random)));
}

function makeFrame(random: Random): Buffer {
  const payload = random.pick([
    () => Buffer.from(JSON.stringify({ action: "ping", id: "raw" })),
    () => noise(random, random.below(200)),
    () => Buffer.alloc(random.pick([0, 125, 126, 33_000, 66_000]), "z"),
    () => Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]),
    () => Buffer.from([0x03, random.below(256)]),
  ])();
  const rsv = random.chance(0.1) ? random.below(8) << 4 : 0;
  const first = (random.chance(0.8) ? 0x80 : 0) | rsv | random.pick(opcodes);
  const masked = random.chance(0.9) ? 0x80 : 0;
  const told = random.chance(0.9) ? payload.length : random.below(2 ** 31);
  const mask = masked === 0 ? Buffer.alloc(0) : noise(random, 4);
  const body = Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
  return Buffer.concat([Buffer.from([first]), lengthBytes(told, masked, random), mask, body]);
}

function lengthBytes(length: number, masked: number, random: Random): Buffer {
  if (length < 126 && random.chance(0.95)) return Buffer.from([masked | length]);
  if (length < 65_536 && random.chance(0.95)) return Buffer.from([masked | 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(9);
  long[0] = masked | 127;
  long.writeBigUInt64BE(random.chance(0.9) ? BigInt(length) : 2n ** 64n - 1n, 1);
  return long;
}

/** What a proxy and a server may take for different requests: two lengths, odd line ends, odd chunks. */
function makeTwofoldRequest(random: Random, host: string): Buffer {
  const lineEnd = random.pick([crlf, crlf, crlf, "\n", "\r"]);
  const hidden = `GET /api/health?${randomUUID()} HTTP/1.1${crlf}Host: ${host}${crlf}${crlf}`;
  const chunk = random.pick([
    "5\r\nhello\r\n0\r\n\r\n",
    "0\r\n\r\n",
    "-1\r\nx\r\n",
    "ffffffffffffffff\r\n",
    "5;ext=\0\r\nhello\r\n0\r\n\r\n",
    "0x5\r\nhello\r\n0\r\n\r\n",
  ]);
  const lengths = [
    `Content-Length: ${random.pick(["5", "0", "-1", "5, 5", "+5", "0x5", "99999999999999999999", String(hidden.length)])}`,
    `Transfer-Encoding: ${random.pick(["chunked", "xchunked", "chunked, identity", "\tchunked", "chunked\u000b"])}`,
    ` folded: yes`,
    `Content-Length : 5`,
    `X-Nul: a\0b`,
    `: no name`,
    `Expect: 100-continue`,
    `Connection: Content-Length`,
  ];
  const chosen = lengths.filter(() => random.chance(0.4));
  const path = random.pick([
    "/api/health",
    "/api/me",
    `http://${host}/api/health`,
    "/api/../api/health",
    "/api/%2e%2e/%00",
    "/api/auth/sign-in/email",
    "//api//health",
  ]);
  const method = random.pick(["POST", "GET", "PUT", "DELETE", "OPTIONS", "TRACE", "get"]);
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, "Content-Type: application/json", ...chosen];
  return Buffer.from(
    head.join(lineEnd) + lineEnd + lineEnd + chunk + (random.chance(0.5) ? hidden : ""),
    "latin1",
  );
}

function damage(bytes: Buffer, random: Random): Buffer {
  const broken = Buffer.from(bytes);
  for (let at = random.below(6); at >= 0 && broken.length > 0; at -= 1) {
    broken[random.below(broken.length)] = random.below(256);
  }
  return random.chance(0.2) ? broken.subarray(0, random.below(broken.length + 1)) : broken;
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
