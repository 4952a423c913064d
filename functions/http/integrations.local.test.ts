import { randomUUID } from "node:crypto";
import type {
  BotAnswer,
  IncomingHookAnswer,
  IssuedTokenAnswer,
  Me,
  Member,
  MessageAnswer,
  MessagesAnswer,
  Room,
} from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { PlainSocket } from "../../packages/lab/src/testing/plain-socket.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

/** Bots, incoming webhooks and the screen, on the running stack. */
let cloud: Cloud;
let ada: Person;
let bob: Person;
let root: Person;

interface Failure {
  readonly error: { code: string; fields?: Record<string, string>; retryAfterMs?: number };
}

beforeAll(async () => {
  const environment = {
    ...noLimits,
    LIMIT_HOOKS: "4/minute",
    LIMIT_CALLS_ANONYMOUS: "100/hour",
    SPAM_WORDS: "casino, free money",
    ADMIN_EMAIL: "root@example.test",
  };
  cloud = await startCloud({ environment });
  root = await createPerson(cloud, "Root", "root@example.test");
  [ada, bob] = (await Promise.all(["Ada", "Bob"].map((name) => createPerson(cloud, name)))) as [
    Person,
    Person,
  ];
});
afterAll(() => cloud?.stop());

const call = <T = Failure>(by: { token: string } | undefined, method: string, path: string, body?: unknown) =>
  callApi<T>(cloud.apiUrl, { method, path, body, token: by?.token });

interface OwnBot {
  readonly id: string;
  readonly username: string;
  readonly tokenId: string;
  /** As a person, for those who call on its behalf. */
  readonly caller: Person;
}

let bots = 0;
async function createBot(owner: Person): Promise<OwnBot> {
  bots += 1;
  const username = `deploy_bot_${bots}`;
  const made = await call<BotAnswer>(owner, "POST", "/bots", { name: "Deploy", username });
  expect(made.status).toBe(201);
  const { id } = made.body.bot;
  const issued = await call<IssuedTokenAnswer>(owner, "POST", `/bots/${id}/tokens`, { label: "CI" });
  expect(issued.body.token).toMatch(/^prl_[\w-]{43}$/);
  const { token, details } = issued.body;
  const user = (await call<{ user: Me }>({ token }, "GET", "/me")).body.user;
  return { id, username, tokenId: details.id, caller: { username, email: "", password: "", token, user } };
}

const say = <T = Failure>(by: { token: string }, room: string, text: string) =>
  call<T>(by, "POST", `/rooms/${room}/messages`, { id: randomUUID(), text });

describe("a bot", () => {
  it("[BOT1] is in no room until a host brings it in, and is seen to be a bot", async () => {
    const bot = await createBot(ada);
    expect(bot.caller.user).toMatchObject({ id: bot.id, bot: true, role: "user", username: bot.username });
    const room = await createRoom(cloud, ada, { name: "Builds" });
    for (const [method, path, body] of [
      ["POST", "/rooms", { name: "Mine", visibility: "public" }],
      ["POST", `/rooms/${room.id}/join`],
      ["POST", "/rooms/direct", { user: ada.username }],
      ["GET", "/bots"],
      ["GET", "/admin/users"],
      ["GET", "/auth/list-sessions"],
      ["POST", "/auth/delete-user", { password: "x" }],
    ] as const) {
      const { status, body: answer } = await call(bot.caller, method, path, body);
      expect([path, status, answer.error.code]).toEqual([path, 403, "forbidden"]);
    }
    expect((await say(bot.caller, room.id, "too early")).status).toBe(403);
    expect((await call(ada, "POST", `/rooms/${room.id}/members`, { user: bot.username })).status).toBe(201);
    const said = await say<MessageAnswer>(bot.caller, room.id, "built");
    expect([said.status, said.body.message.user]).toEqual([201, bot.id]);
    const listed = await call<{ members: Member[] }>(ada, "GET", `/rooms/${room.id}/members`);
    expect(listed.body.members.map(({ user }) => [user.username, user.bot])).toEqual([
      [ada.username, undefined],
      [bot.username, true],
    ]);
    const log = await call<{ events: { kind: string; bot?: boolean }[] }>(
      ada,
      "GET",
      `/rooms/${room.id}/events`,
    );
    expect(log.body.events.map(({ kind, bot: is }) => [kind, is])).toEqual([
      ["member.joined", undefined],
      ["member.joined", true],
      ["message.created", undefined],
    ]);
  });

  it("[BOT1] is its owner's alone: to others there is none", async () => {
    const bot = await createBot(ada);
    for (const [method, path, body] of [
      ["DELETE", `/bots/${bot.id}`],
      ["GET", `/bots/${bot.id}/tokens`],
      ["POST", `/bots/${bot.id}/tokens`, { label: "mine" }],
      ["DELETE", `/bots/${bot.id}/tokens/${bot.tokenId}`],
    ] as const) {
      expect((await call(bob, method, path, body)).status).toBe(404);
    }
    const taken = await call(bob, "POST", "/bots", { name: "Double", username: bot.username });
    expect([taken.status, taken.body.error.fields]).toEqual([409, { username: "is taken" }]);
    expect((await call(bob, "POST", "/bots", { name: "Bob", username: ada.username })).status).toBe(409);
  });

  it("[BOT2] speaks over a socket, which closes within a second when its token is revoked", async () => {
    const bot = await createBot(ada);
    const other = await call<IssuedTokenAnswer>(ada, "POST", `/bots/${bot.id}/tokens`, { label: "other" });
    const room = await createRoom(cloud, ada, { members: [bot.username] });
    const [socket, kept] = await Promise.all([
      PlainSocket.open(cloud, bot.caller),
      PlainSocket.open(cloud, { ...bot.caller, token: other.body.token }),
    ]);
    for (const one of [socket, kept]) {
      await one.answer(one.send({ action: "subscribe", rooms: { [room.id]: 0 } }));
    }
    const id = socket.send({ action: "message.send", room: room.id, text: "live" } as never);
    await socket.until(
      () => socket.events(room.id).find((event) => event.clientId === id),
      "the bot's own message",
    );
    const startedMs = Date.now();
    const path = `/bots/${bot.id}/tokens/${bot.tokenId}`;
    expect((await call(ada, "DELETE", path)).status).toBe(204);
    await socket.until(() => socket.closed, "the end of the socket");
    expect(Date.now() - startedMs).toBeLessThan(1_000);
    expect((await call(bot.caller, "GET", "/me")).status).toBe(401);
    expect((await call(ada, "DELETE", path)).status).toBe(404);
    expect(kept.closed).toBeUndefined();
    expect((await kept.answer(kept.send({ action: "ping" }))).type).toBe("pong");
    kept.close();
  });

  it("[BOT2] is refused by every call that comes after a revocation, however many are under way", async () => {
    const bot = await createBot(ada);
    let revoked = false;
    const late: number[] = [];
    const calls = Array.from({ length: 20 }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, at * 15));
      const after = revoked;
      const { status } = await call(bot.caller, "POST", "/ws-ticket");
      if (after) late.push(status);
    });
    await call(ada, "DELETE", `/bots/${bot.id}/tokens/${bot.tokenId}`);
    revoked = true;
    await Promise.all(calls);
    expect(late.filter((status) => status !== 401)).toEqual([]);
    expect((await call(bot.caller, "GET", "/me")).status).toBe(401);
  });

  it("[BOT2] has tokens that are listed without what they are, and told once", async () => {
    const bot = await createBot(ada);
    const { body } = await call<{ tokens: object[] }>(ada, "GET", `/bots/${bot.id}/tokens`);
    expect(body.tokens).toEqual([
      { id: bot.tokenId, label: "CI", createdAt: expect.any(String), usedAt: expect.any(String) },
    ]);
    expect(JSON.stringify(body)).not.toContain(bot.caller.token.slice(4));
    expect(JSON.stringify(cloud.logs())).not.toContain(bot.caller.token.slice(4));
  });

  it("[BOT3] falls with its owner, who is shut out or gone, and can be shut out itself", async () => {
    const [owner, leaver] = [await createPerson(cloud, "Owner"), await createPerson(cloud, "Leaver")];
    const [first, second] = [await createBot(owner), await createBot(leaver)];
    const socket = await PlainSocket.open(cloud, first.caller);
    await socket.answer(socket.send({ action: "ping" }));
    expect((await call(root, "POST", `/admin/users/${owner.user.id}/ban`)).status).toBe(204);
    await socket.until(() => socket.closed, "the end of the socket");
    expect((await call(first.caller, "GET", "/me")).status).toBe(401);
    await call(root, "POST", `/admin/users/${owner.user.id}/unban`);
    expect((await call(first.caller, "GET", "/me")).status).toBe(200);
    expect((await call(root, "POST", `/admin/users/${first.id}/ban`)).status).toBe(204);
    expect((await call(first.caller, "GET", "/me")).status).toBe(401);

    const { password } = leaver;
    expect((await call(leaver, "POST", "/auth/delete-user", { password })).status).toBe(200);
    expect((await call(second.caller, "GET", "/me")).status).toBe(401);
  });
});

async function createHook(room: Room): Promise<{ id: string; bot: string; url: string; path: string }> {
  const path = `/rooms/${room.id}/hooks/incoming`;
  const made = await call<IncomingHookAnswer>(ada, "POST", path, { name: "CI" });
  expect(made.status).toBe(201);
  const { hook, url } = made.body;
  expect(url.startsWith(`${cloud.apiUrl}/hooks/${hook.id}/`)).toBe(true);
  return { id: hook.id, bot: hook.bot, url, path: url.slice(cloud.apiUrl.length) };
}

const post = <T = Failure>(path: string, body: unknown, headers: Record<string, string> = {}) =>
  callApi<T>(cloud.apiUrl, { method: "POST", path, body, headers });

describe("an incoming webhook", () => {
  it("[HOOK1] posts as a bot of the room's, with a body that other services send, once per key", async () => {
    const room = await createRoom(cloud, ada, { visibility: "private" });
    const hook = await createHook(room);
    const slack = { text: "build 7 passed", username: "ci", icon_emoji: ":ok:", attachments: [] };
    const first = await post<MessageAnswer>(hook.path, slack, { "idempotency-key": '"build-7"' });
    expect([first.status, first.body.message.user]).toEqual([201, hook.bot]);
    const again = await post<MessageAnswer>(hook.path, slack, { "idempotency-key": "build-7" });
    expect([again.status, again.body.message.id]).toEqual([200, first.body.message.id]);
    const byId = await post<MessageAnswer>(hook.path, { text: "other", id: "build-7" });
    expect([byId.status, byId.body.message.text]).toEqual([200, "build 7 passed"]);
    const page = await call<MessagesAnswer>(ada, "GET", `/rooms/${room.id}/messages`);
    expect(page.body.messages.map(({ text }) => text)).toEqual(["build 7 passed"]);
  });

  it("[HOOK1] refuses what is no message, and is refused with a wrong secret as with none", async () => {
    const hook = await createHook(await createRoom(cloud, ada));
    expect((await post(hook.path, { text: " " })).body.error.code).toBe("invalid");
    expect((await post(hook.path, { text: "x".repeat(8_001) })).body.error.code).toBe("too_large");
    expect((await post(hook.path, { text: "a", pad: "x".repeat(65_536) })).status).toBe(413);
    expect((await post(hook.path, { text: "a" }, { "idempotency-key": "two words" })).status).toBe(400);
    const wrong = await post(`/hooks/${hook.id}/${"a".repeat(43)}`, { text: "guess" });
    const unknown = await post(`/hooks/hki_none/${"a".repeat(43)}`, { text: "guess" });
    expect([wrong.status, unknown.status]).toEqual([404, 404]);
    expect({ ...unknown.body.error, requestId: "" }).toEqual({ ...wrong.body.error, requestId: "" });
  });

  it("[HOOK1] is throttled by itself, and told a true wait", async () => {
    const hook = await createHook(await createRoom(cloud, ada));
    const other = await createHook(await createRoom(cloud, ada));
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => post(hook.path, { text: `${at}` })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.error.retryAfterMs).toBeGreaterThan(50_000);
    expect((await post(other.path, { text: "mine" })).status).toBe(201);
  });

  it("[HOOK2] is ended with its bot, which leaves the room", async () => {
    const room = await createRoom(cloud, ada);
    const hook = await createHook(room);
    const path = `/rooms/${room.id}/hooks/incoming`;
    const listed = await call<{ hooks: object[] }>(ada, "GET", path);
    expect(listed.body.hooks).toHaveLength(1);
    expect(JSON.stringify(listed.body)).not.toContain(hook.url.split("/").at(-1));
    expect((await call(ada, "DELETE", `${path}/${hook.id}`)).status).toBe(204);
    expect((await call(ada, "DELETE", `${path}/${hook.id}`)).status).toBe(404);
    expect((await post(hook.path, { text: "late" })).status).toBe(404);
    const { body } = await call<{ members: Member[] }>(ada, "GET", `/rooms/${room.id}/members`);
    expect(body.members.map(({ user }) => user.id)).toEqual([ada.user.id]);
    const back = await call(ada, "POST", `/rooms/${room.id}/members`, { user: hook.bot });
    expect(back.status).toBe(400);
    const audit = await call<{ entries: { action: string }[] }>(root, "GET", `/admin/audit?room=${room.id}`);
    expect(audit.body.entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["hook.created", "hook.deleted"]),
    );
  });

  it("[SEC4] has its secret in no log line, whatever becomes of the call", async () => {
    const hook = await createHook(await createRoom(cloud, ada));
    await post(hook.path, { text: "logged" });
    await post(hook.path, { text: "" });
    await post(`${hook.path}/further`, { text: "no route" });
    await call(ada, "GET", hook.path);
    const lines = JSON.stringify(cloud.logs());
    expect(lines).toContain("POST /api/hooks/:hook/:secret");
    expect(lines).not.toContain(hook.url.split("/").at(-1));
  });

  it("[SEC11] that somebody guesses at costs them their address's calls", async () => {
    const guess = () => post(`/hooks/hki_none/${randomUUID()}`, { text: "guess" });
    const statuses = (await Promise.all(Array.from({ length: 101 }, guess))).map(({ status }) => status);
    expect([...new Set(statuses)].toSorted()).toEqual([404, 429]);
  });
});

describe("the screen", () => {
  it("[SCREEN1] refuses a text whichever way it comes, and shows no line of it", async () => {
    const room = await createRoom(cloud, ada);
    const expected = { text: "holds a word that is not allowed here" };
    const sent = await say(ada, room.id, "Win at the CASINO, flamingo");
    expect([sent.status, sent.body.error.code, sent.body.error.fields]).toEqual([400, "invalid", expected]);
    const good = await say<MessageAnswer>(ada, room.id, "hello");
    const path = `/rooms/${room.id}/messages/${good.body.message.id}`;
    const edited = await call(ada, "PATCH", path, { text: "free   money, flamingo" });
    expect([edited.status, edited.body.error.fields]).toEqual([400, expected]);
    const hook = await createHook(room);
    expect((await post(hook.path, { text: "casino flamingo" })).body.error.fields).toEqual(expected);
    const socket = await PlainSocket.open(cloud, ada);
    const id = socket.send({ action: "message.send", room: room.id, text: "casino flamingo" } as never);
    expect(await socket.answer(id)).toMatchObject({ type: "error", code: "invalid", fields: expected });
    socket.close();
    expect(JSON.stringify(cloud.logs())).not.toContain("flamingo");
  });
});
