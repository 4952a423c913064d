import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoopbackServer, listenOnLoopback } from "../http/loopback-server.ts";
import { createSecurityHeaders } from "./security-headers.ts";
import { createStaticListener } from "./static-files.ts";

const longScript = "export const line = 'said again';\n".repeat(100);
let dir: string;
let server: LoopbackServer;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-static-"));
  await mkdir(join(dir, "dist", "assets"), { recursive: true });
  await writeFile(join(dir, "secret.txt"), "secret");
  await writeFile(join(dir, "dist", "index.html"), "<!doctype html>");
  await writeFile(join(dir, "dist", "assets", "main-abc123.js"), "export {}");
  await writeFile(join(dir, "dist", "assets", "long-abc123.js"), longScript);
  const headers = createSecurityHeaders(["ws://localhost:3001"]);
  server = await listenOnLoopback({
    name: "the page",
    port: 0,
    onRequest: createStaticListener({ dir: join(dir, "dist"), headers }),
  });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Sends the path as it is, which `fetch` would tidy. */
const rawStatus = (path: string) =>
  new Promise<number>((resolve, reject) => {
    request({ port: server.port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });

test("a route of the page gets index.html, asked for anew each time; a missing file does not", async () => {
  for (const path of ["/", "/rooms/rom_1", "/settings/"]) {
    const answer = await fetch(url + path);
    expect([answer.status, await answer.text()]).toEqual([200, "<!doctype html>"]);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  }
  expect((await fetch(`${url}/assets/gone-abc.js`)).status).toBe(404);
});

test("what is named after its content is kept for ever", async () => {
  const answer = await fetch(`${url}/assets/main-abc123.js`);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
});

test("text of some length is compressed for who takes it, as the CDN does", async () => {
  const path = "/assets/long-abc123.js";
  for (const [accepted, sent] of [
    ["gzip, deflate, br, zstd", "br"],
    ["deflate, gzip;q=0.5", "gzip"],
  ] as const) {
    const compressed = await fetch(url + path, { headers: { "accept-encoding": accepted } });
    expect(compressed.headers.get("content-encoding")).toBe(sent);
    expect(Number(compressed.headers.get("content-length"))).toBeLessThan(longScript.length / 10);
    expect(await compressed.text()).toBe(longScript);
  }
  const plain = await fetch(url + path, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toBe(longScript);
  expect((await fetch(`${url}/assets/main-abc123.js`)).headers.get("content-encoding")).toBeNull();
});

test("what the browser has is not sent again", async () => {
  const etag = (await fetch(url)).headers.get("etag") ?? "";
  expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
});

test("no path leads out of the directory", async () => {
  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/%00",
  ]) {
    expect(await rawStatus(path)).not.toBe(500);
    const answer = await fetch(url + path);
    expect(await answer.text()).not.toContain("secret");
  }
  expect(await rawStatus("/%ff")).toBe(200); // not decodable: the page
});

test("only GET and HEAD are answered", async () => {
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  expect(await (await fetch(url, { method: "HEAD" })).text()).toBe("");
});

test("[SEC17] pages carry a CSP without unsafe-inline, nosniff, frame-ancestors and a referrer policy", async () => {
  const { headers } = await fetch(url);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).not.toContain("unsafe");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("connect-src 'self' ws://localhost:3001");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("same-origin");
});
