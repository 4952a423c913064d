import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { connectToy, startToyGateway, type ToyGateway, toyCredentials } from "../testing/toy-gateway.ts";
import { createConnectionId } from "./connection-id.ts";

let running: ToyGateway | undefined;
/** A gateway with one client. */
const start = async () => {
  const toy = await startToyGateway();
  running = toy;
  const client = await connectToy(toy.url);
  return { toy, client, id: toy.gateway.connections()[0]?.connectionId ?? "" };
};
afterEach(() => running?.stop());

const sha = (data: string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();

interface Post {
  readonly id: string;
  readonly body: string;
  readonly method?: string;
  /** Beyond those that are signed. */
  readonly extra?: string;
}

/** A request as bytes, signed step by step as IAM's guide has it. */
function write(toy: ToyGateway, { id, body, method = "POST", extra = "" }: Post): string {
  const { host, pathname } = new URL(toy.callbackUrl);
  const signedAt = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const path = `${pathname}/@connections/${encodeURIComponent(id)}`;
  const canonicalPath = path.split("/").map(encodeURIComponent).join("/");
  const { accessKeyId, secretAccessKey, sessionToken } = toyCredentials;
  const names = "host;x-amz-date;x-amz-security-token";
  const fields = [`host:${host}`, `x-amz-date:${signedAt}`, `x-amz-security-token:${sessionToken}`];
  const canonical = `${method}\n${canonicalPath}\n\n${fields.join("\n")}\n\n${names}\n${sha(body)}`;
  const scope = `${signedAt.slice(0, 8)}/us-east-1/execute-api/aws4_request`;
  const key = scope.split("/").reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(
    key as Buffer,
    `AWS4-HMAC-SHA256\n${signedAt}\n${scope}\n${sha(canonical)}`,
  ).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const head = `${method} ${path} HTTP/1.1\r\n${fields.join("\r\n")}\r\nauthorization: ${authorization}\r\n`;
  return `${head}${extra}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A connection to the callback address, on which answers are read by their status alone. */
async function open(toy: ToyGateway) {
  const { hostname, port } = new URL(toy.callbackUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  return {
    socket,
    send: (bytes: string) => socket.write(bytes),
    answers: async (count: number) => {
      await expect.poll(() => statuses().length).toBe(count);
      return statuses();
    },
    text: () => text,
  };
}

test("posts that come in one piece are answered in their order, each by itself", async () => {
  const { toy, client, id } = await start();
  const caller = await open(toy);
  const gone = createConnectionId();
  const posts = [
    { id, body: "one" },
    { id: gone, body: "one" },
    { id, body: "two" },
    { id: "nobody", body: "two" },
    { id, body: "two" },
  ];
  caller.send(posts.map((post) => write(toy, post)).join(""));
  expect(await caller.answers(5)).toEqual([200, 410, 200, 400, 200]);
  expect([await client.next(), await client.next(), await client.next()]).toEqual(["one", "two", "two"]);
  expect(caller.text()).toMatch(/x-amzn-RequestId: [0-9a-f-]{36}\r\n/);
  expect(caller.text()).toContain("x-amzn-ErrorType: GoneException\r\n");
});

test("what differs from the post before in its signature alone is refused when it is not right", async () => {
  const { toy, client, id } = await start();
  const caller = await open(toy);
  const right = write(toy, { id, body: "first" });
  const otherBody = right.replace("first", "forge");
  const otherTarget = right.replace(encodeURIComponent(id), encodeURIComponent(createConnectionId()));
  const otherDigits = right.replace(/Signature=.{8}/, "Signature=00000000");
  const noDigits = right.replace(/Signature=.{8}/, "Signature=zzzzzzzz");
  const wrong = [otherBody, otherTarget, otherDigits, noDigits];
  caller.send([right, ...wrong, write(toy, { id, body: "last" })].join(""));
  expect(await caller.answers(6)).toEqual([200, 403, 403, 403, 403, 200]);
  expect([await client.next(), await client.next()]).toEqual(["first", "last"]);
});

test("a request that comes in parts is waited for, and one that is no plain post is node:http's from then on", async () => {
  const { toy, client, id } = await start();
  for (const split of [1, 40, 200, -2]) {
    const caller = await open(toy);
    const bytes = write(toy, { id, body: `split at ${split}` });
    caller.send(write(toy, { id, body: "whole" }) + bytes.slice(0, split));
    await caller.answers(1);
    caller.send(bytes.slice(split));
    expect(await caller.answers(2)).toEqual([200, 200]);
    expect([await client.next(), await client.next()]).toEqual(["whole", `split at ${split}`]);
  }
  const drip = await open(toy);
  for (const byte of write(toy, { id, body: "drip" })) drip.send(byte);
  expect(await drip.answers(1)).toEqual([200]);
  expect(await client.next()).toBe("drip");
  const endless = await open(toy);
  const refused = once(endless.socket, "close");
  endless.send(`POST /v1/@connections/${"x".repeat(20_000)}`);
  await refused;
  expect(endless.text()).toContain("431");
  const caller = await open(toy);
  const plain = write(toy, { id, body: "plain" });
  const described = write(toy, { id, body: "", method: "GET" });
  const named = write(toy, { id, body: "named", extra: "user-agent: other\r\n" });
  caller.send([plain, described, named, plain, described].join(""));
  expect(await caller.answers(5)).toEqual([200, 200, 200, 200, 200]);
  expect([await client.next(), await client.next(), await client.next()]).toEqual([
    "plain",
    "named",
    "plain",
  ]);
});

test("two lengths, a chunked body and an Expect are read as node:http reads them", async () => {
  const { toy, client, id } = await start();
  const twice = await open(toy);
  twice.send(write(toy, { id, body: "ab", extra: "content-length: 1\r\n" }));
  expect(await twice.answers(1)).toEqual([400]);
  const chunked = await open(toy);
  const whole = write(toy, { id, body: "chunked" });
  chunked.send(
    whole.replace(
      "content-length: 7\r\n\r\nchunked",
      "transfer-encoding: chunked\r\n\r\n7\r\nchunked\r\n0\r\n\r\n",
    ),
  );
  expect(await chunked.answers(1)).toEqual([200]);
  expect(await client.next()).toBe("chunked");
  const expecting = await open(toy);
  const bytes = write(toy, { id, body: "later", extra: "expect: 100-continue\r\n" });
  expecting.send(bytes.slice(0, -"later".length));
  expect(await expecting.answers(1)).toEqual([100]);
  expecting.send("later");
  expect(await expecting.answers(2)).toEqual([100, 200]);
  expect(await client.next()).toBe("later");
});

test("a caller that ends its side is answered and closed, and one that breaks off harms nobody", async () => {
  const { toy, client, id } = await start();
  const polite = await open(toy);
  const closed = once(polite.socket, "close");
  polite.socket.end(write(toy, { id, body: "bye" }));
  await closed;
  expect(await polite.answers(1)).toEqual([200]);
  const rude = await open(toy);
  rude.send(write(toy, { id, body: "rude" }));
  rude.socket.resetAndDestroy();
  const next = await open(toy);
  next.send(write(toy, { id, body: "next" }));
  expect(await next.answers(1)).toEqual([200]);
  expect(await client.next()).toBe("bye");
});

test("frames of every length arrive as they were posted", async () => {
  const { toy, client, id } = await start();
  const caller = await open(toy);
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 128 * 1_024];
  for (const [at, length] of lengths.entries()) {
    caller.send(write(toy, { id, body: "x".repeat(length) }));
    await caller.answers(at + 1);
    expect(await client.next()).toHaveLength(length);
  }
});
