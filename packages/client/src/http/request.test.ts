import { expect, test } from "vitest";
import { ParleyError } from "../parley-error.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { createChatApi } from "./create-chat-api.ts";
import type { HttpDeps } from "./request.ts";
import { createRoom, findUsers, getRoom, joinRoom } from "./rooms.ts";

type Answer = Response | Error | "never";

function world(answers: Answer[]) {
  const clock = fakeClock();
  const calls: { url: string; init: RequestInit; at: number }[] = [];
  const http: HttpDeps = {
    fetch: (url, init = {}) => {
      calls.push({ url: String(url), init, at: clock.now() });
      const answer = answers.shift() ?? new Error("asked too often");
      if (answer instanceof Response) return Promise.resolve(answer);
      if (answer instanceof Error) return Promise.reject(answer);
      return new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    },
    apiUrl: "http://parley.test/api",
    clock,
    random: () => 0.5,
    timeoutMs: 15_000,
    token: () => "secret",
  };
  return { clock, calls, api: createChatApi(http, () => undefined), chat: { session: http } };
}

const rooms = () => Response.json({ rooms: [] });
const refusal = (status: number, error: object) => Response.json({ error }, { status });
const unavailable = { code: "unavailable", message: "Out.", retryable: true, requestId: "req_7" };

const limited = (retryAfterMs: number) =>
  refusal(429, { code: "rate_limited", message: "Slow.", retryable: true, retryAfterMs, requestId: "r" });

/** The outcome, kept so that the clock can be turned meanwhile. */
function outcomeOf<T>(promise: Promise<T>): { value?: T; error?: unknown } {
  const outcome: { value?: T; error?: unknown } = {};
  promise.then(
    (value) => Object.assign(outcome, { value }),
    (error: unknown) => Object.assign(outcome, { error }),
  );
  return outcome;
}

test("a call carries the token, JSON, and every variable part encoded", async () => {
  const { chat, calls } = world([Response.json({ room: {} }), Response.json({ users: [] }), rooms()]);
  await createRoom(chat, { name: "A", visibility: "public" });
  await findUsers(chat, { q: "a&b", limit: 5 });
  await getRoom(chat, "../admin?x#y").catch(() => undefined);
  expect(calls.map((call) => `${call.init.method} ${call.url}`)).toEqual([
    "POST http://parley.test/api/rooms",
    "GET http://parley.test/api/users?q=a%26b&limit=5",
    "GET http://parley.test/api/rooms/..%2Fadmin%3Fx%23y",
  ]);
  expect(calls[0]?.init).toMatchObject({
    body: '{"name":"A","visibility":"public"}',
    credentials: "include",
    headers: { authorization: "Bearer secret", "content-type": "application/json" },
  });
});

test("a read is tried three times, with growing waits, while the failure may pass", async () => {
  const { api, clock, calls } = world([new TypeError("network"), refusal(503, unavailable), rooms()]);
  const outcome = outcomeOf(api.rooms());
  await clock.advance(10_000);
  expect(outcome).toEqual({ value: [] });
  const [first = 0, second = 0, third = 0] = calls.map((call) => call.at);
  expect([second - first, third - second]).toEqual([250, 500]);
});

test("after the third failure the last one is told, with all that the service said", async () => {
  const { api, clock } = world([
    refusal(503, unavailable),
    refusal(503, unavailable),
    refusal(503, unavailable),
  ]);
  const outcome = outcomeOf(api.rooms());
  await clock.advance(10_000);
  expect(outcome.error).toBeInstanceOf(ParleyError);
  expect(outcome.error).toMatchObject({ ...unavailable, status: 503, fields: {} });
});

test("a told wait is kept to, and one that is too long is told instead", async () => {
  const { api, clock, calls } = world([limited(4_000), rooms()]);
  const outcome = outcomeOf(api.rooms());
  await clock.advance(10_000);
  expect(outcome).toEqual({ value: [] });
  expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(4_000);
  const long = world([limited(60_000)]);
  await expect(long.api.rooms()).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
});

test("what cannot pass, and every write, is asked once", async () => {
  const forbidden = { code: "forbidden", message: "No.", retryable: false, requestId: "r" };
  const one = world([refusal(403, forbidden)]);
  await expect(one.api.rooms()).rejects.toMatchObject({ code: "forbidden", status: 403 });
  const two = world([refusal(503, unavailable)]);
  await expect(joinRoom(two.chat, "rom_1")).rejects.toMatchObject({ code: "unavailable" });
  expect([one.calls.length, two.calls.length]).toEqual([1, 1]);
});

test("a call without an answer is given up after its time, as a retryable failure without a status", async () => {
  const { chat, clock } = world(["never"]);
  const outcome = outcomeOf(joinRoom(chat, "rom_1"));
  await clock.advance(14_999);
  expect(outcome).toEqual({});
  await clock.advance(1);
  expect(outcome.error).toMatchObject({ code: "unavailable", status: 0, retryable: true });
  expect(clock.pending).toBe(0);
});

test("who gives a call up gets the own reason back", async () => {
  const { api, clock, calls } = world(["never"]);
  const abort = new AbortController();
  const outcome = outcomeOf(api.rooms({ signal: abort.signal }));
  await clock.advance(10);
  abort.abort("changed my mind");
  await clock.advance(10_000);
  expect([outcome.error, calls.length, clock.pending]).toEqual(["changed my mind", 1, 0]);
});

test("what a proxy answers becomes an error of the protocol", async () => {
  const cases: [Response, object][] = [
    [new Response("<html>", { status: 502 }), { code: "unavailable", retryable: true }],
    [Response.json({ message: "Service Unavailable" }, { status: 503 }), { code: "unavailable" }],
    [new Response("", { status: 500 }), { code: "internal", retryable: false }],
    [new Response("", { status: 413 }), { code: "too_large" }],
    [new Response("", { status: 418 }), { code: "internal", status: 418 }],
    [new Response("", { status: 429, headers: { "retry-after": "2" } }), { retryAfterMs: 2_000 }],
    [refusal(400, { code: "of a later version", requestId: "r" }), { code: "internal", status: 400 }],
    [new Response("<html>portal</html>"), { code: "unavailable", status: 0 }],
  ];
  for (const [answer, expected] of cases) {
    const { chat } = world([answer]);
    await expect(joinRoom(chat, "rom_1")).rejects.toMatchObject(expected);
  }
});
