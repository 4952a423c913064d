import { randomUUID } from "node:crypto";
import type { EventsAnswer, Member, MessageAnswer, MessagesAnswer, Room, RoomId } from "@parley/protocol";
import { Room as RoomSchema, TicketAnswer } from "@parley/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { PlainSocket } from "../../packages/lab/src/testing/plain-socket.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

let cloud: Cloud;
let ada: Person;
let bob: Person;
let eve: Person;
let open: RoomId;
let closed: RoomId;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  [ada, bob, eve] = await Promise.all([
    createPerson(cloud, "Ada"),
    createPerson(cloud, "Bob"),
    createPerson(cloud, "Eve"),
  ]);
});
afterAll(() => cloud?.stop());

beforeEach(async () => {
  open = (await create(ada, { visibility: "public" })).id;
  closed = (await create(ada, { visibility: "private" })).id;
});

interface Failure {
  readonly error: { code: string; fields?: Record<string, string>; requestId: string };
}

const call = <T = Failure>(person: Person, method: string, path: string, body?: unknown) =>
  callApi<T>(cloud.apiUrl, { method, path, body, token: person.token });

async function create(by: Person, body: object): Promise<Room> {
  const answer = await call<{ room: Room }>(by, "POST", "/rooms", { name: "A room", ...body });
  expect(answer.status).toBe(201);
  return answer.body.room;
}

/** The notices about a room that came over a socket, once there are so many. */
function noticesOf(socket: PlainSocket, room: RoomId, count: number): Promise<string[]> {
  return socket.until(() => {
    const notices = socket.frames.filter(({ type }) => type.startsWith("room."));
    const about = notices.filter((frame) => "room" in frame && frame.room === room).map(({ type }) => type);
    return about.length >= count ? about : undefined;
  }, `${count} notices`);
}

async function listPublic(person: Person): Promise<RoomId[]> {
  const { body } = await call<{ rooms: Room[] }>(person, "GET", "/rooms/public");
  return body.rooms.map(({ id }) => id);
}

/** The code with which a text is refused; undefined when it is taken. */
async function refusalOf(text: string): Promise<string | undefined> {
  const { body } = await call<Partial<Failure>>(ada, "POST", `/rooms/${open}/messages`, {
    id: randomUUID(),
    text,
  });
  return body.error?.code;
}

/** Every call that reads or changes a room. */
const roomCalls = (room: string): [string, string, unknown?][] => [
  ["GET", `/rooms/${room}`],
  ["POST", `/rooms/${room}/join`],
  ["POST", `/rooms/${room}/leave`],
  ["GET", `/rooms/${room}/members`],
  ["POST", `/rooms/${room}/members`, { user: eve.username }],
  ["GET", `/rooms/${room}/messages`],
  ["POST", `/rooms/${room}/messages`, { id: randomUUID(), text: "hello" }],
  ["GET", `/rooms/${room}/events?after=0`],
  ["PUT", `/rooms/${room}/read`, { seq: 1 }],
];

describe("rooms over HTTP", () => {
  it("need a session, all of them", async () => {
    for (const [method, path, body] of [
      ...roomCalls(open),
      ["GET", "/rooms"],
      ["POST", "/rooms", { name: "x", visibility: "public" }],
      ["GET", "/rooms/public"],
      ["POST", "/rooms/direct", { user: "x" }],
      ["POST", "/ws-ticket"],
      ["GET", "/me"],
    ] as [string, string, unknown?][]) {
      const answer = await callApi<Failure>(cloud.apiUrl, { method, path, body });
      expect([method, path, answer.status, answer.body.error.code]).toEqual([
        method,
        path,
        401,
        "unauthenticated",
      ]);
    }
  });

  it("are created with people named by id, username or address, once each", async () => {
    const room = await create(ada, {
      visibility: "private",
      members: [bob.user.id, eve.email, bob.username.toUpperCase(), ada.username],
    });
    expect(RoomSchema.parse(room)).toMatchObject({
      kind: "private",
      role: "owner",
      memberCount: 3,
      headSeq: 3,
      unread: 0,
    });
    const mine = await call<{ rooms: Room[] }>(eve, "GET", "/rooms");
    expect(mine.body.rooms[0]).toMatchObject({ id: room.id, role: "member" });
  });

  it("are not created with somebody who is not there", async () => {
    const answer = await call(ada, "POST", "/rooms", {
      name: "x",
      visibility: "public",
      members: [bob.username, "nobody_at_all"],
    });
    expect(answer.body.error).toMatchObject({
      code: "invalid",
      fields: { "members.1": "names nobody here" },
    });
  });

  it("[SEC9] refuse what does not fit, field by field", async () => {
    const faults: [object, string][] = [
      [{ name: "", visibility: "public" }, "name"],
      [{ name: "x".repeat(81), visibility: "public" }, "name"],
      [{ name: "a\u0000b", visibility: "public" }, "name"],
      [{ name: "x", visibility: "secret" }, "visibility"],
      [{ name: "x", visibility: "public", topic: "t".repeat(251) }, "topic"],
      [{ name: "x", visibility: "public", members: Array.from({ length: 101 }, String) }, "members"],
      [{ name: "x", visibility: "public", role: "owner" }, "body"],
    ];
    for (const [body, field] of faults) {
      const { status, body: answer } = await call(ada, "POST", "/rooms", body);
      expect([status, answer.error.code, Object.keys(answer.error.fields ?? {})]).toEqual([
        400,
        "invalid",
        [field],
      ]);
    }
  });

  it("are told to everybody who is in them, at once, on all their connections", async () => {
    const socket = await PlainSocket.open(cloud, bob);
    await socket.answer(socket.send({ action: "ping" }));
    const room = await create(ada, { visibility: "private", members: [bob.username] });
    expect(await noticesOf(socket, room.id, 1)).toEqual(["room.joined"]);
    await call(bob, "POST", `/rooms/${room.id}/leave`);
    expect(await noticesOf(socket, room.id, 2)).toEqual(["room.joined", "room.left"]);
    socket.close();
  });

  it("that are public are listed to those who are not in them", async () => {
    expect(await listPublic(bob)).toContain(open);
    expect(await listPublic(bob)).not.toContain(closed);
    expect(await listPublic(ada)).not.toContain(open);
  });
});

describe("looking for rooms", () => {
  it("[SEC19] takes what is searched for as text, and refuses what no text can be", async () => {
    for (const q of ["'", "%25", "\\", "$1", ")", "%ED%A0%80", "\u00e9"]) {
      expect([q, (await call(bob, "GET", `/rooms/public?q=${q}`)).status]).toEqual([q, 200]);
    }
    const { body } = await call(bob, "GET", "/rooms/public?q=a%00b");
    expect(body.error).toMatchObject({ code: "invalid", fields: { q: "must not hold NUL" } });
  });
});

describe("joining and leaving", () => {
  it("makes one membership of 50 joins at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => call(bob, "POST", `/rooms/${open}/join`)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
    const log = await call<EventsAnswer>(bob, "GET", `/rooms/${open}/events`);
    expect(log.body.events.map(({ kind, seq }) => [kind, seq])).toEqual([
      ["member.joined", 1],
      ["member.joined", 2],
    ]);
  });

  it("ends what a member may read and do", async () => {
    await call(bob, "POST", `/rooms/${open}/join`);
    expect((await call(bob, "POST", `/rooms/${open}/messages`, { id: "1", text: "hi" })).status).toBe(201);
    expect((await call(bob, "POST", `/rooms/${open}/leave`)).status).toBe(204);
    const statuses = await Promise.all([
      call(bob, "POST", `/rooms/${open}/messages`, { id: "2", text: "hi" }),
      call(bob, "GET", `/rooms/${open}/messages`),
      call(bob, "GET", `/rooms/${open}/members`),
      call(bob, "POST", `/rooms/${open}/leave`),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 404]);
  });

  it("does not leave a room with others in it without an owner, but the last one may go", async () => {
    await call(bob, "POST", `/rooms/${open}/join`);
    expect((await call(ada, "POST", `/rooms/${open}/leave`)).body.error.code).toBe("conflict");
    await call(bob, "POST", `/rooms/${open}/leave`);
    expect((await call(ada, "POST", `/rooms/${open}/leave`)).status).toBe(204);
  });

  it("is done for others by owners alone", async () => {
    await call(bob, "POST", `/rooms/${open}/join`);
    const byMember = await call(bob, "POST", `/rooms/${open}/members`, { user: eve.username });
    expect(byMember.body.error.code).toBe("forbidden");
    const byOwner = await call(ada, "POST", `/rooms/${open}/members`, { user: eve.username });
    expect(byOwner.status).toBe(201);
    const again = await call(ada, "POST", `/rooms/${open}/members`, { user: eve.email });
    expect(again.body.error.code).toBe("conflict");
    const nobody = await call(ada, "POST", `/rooms/${open}/members`, { user: "nobody_at_all" });
    expect(nobody.body.error).toMatchObject({ code: "invalid", fields: { user: "names nobody here" } });
  });
});

describe("a room's people", () => {
  it("are told with role, read mark and presence, and without their addresses", async () => {
    await call(bob, "POST", `/rooms/${open}/join`);
    const socket = await PlainSocket.open(cloud, bob);
    await socket.answer(socket.send({ action: "ping" }));
    const { body } = await call<{ members: Member[] }>(ada, "GET", `/rooms/${open}/members`);
    expect(body.members.map(({ user, role, online }) => [user.name, role, online])).toEqual([
      ["Ada", "owner", false],
      ["Bob", "member", true],
    ]);
    expect(JSON.stringify(body)).not.toContain("@example.test");
    socket.close();
  });
});

describe("[SEC7] to one who is not in it", () => {
  it("a private room and an absent one are alike, whatever is asked", async () => {
    const absent = `rom_${"0".repeat(32)}`;
    for (const [at, [method, path, body]] of roomCalls(closed).entries()) {
      const [, otherPath = "", otherBody] = roomCalls(absent)[at] ?? [];
      const [one, other] = await Promise.all([
        call(bob, method, path, body),
        call(bob, method, otherPath, otherBody),
      ]);
      expect([method, path, one.status, { ...one.body.error, requestId: "" }]).toEqual([
        method,
        path,
        404,
        { ...other.body.error, requestId: "" },
      ]);
      expect(other.status).toBe(404);
    }
  });

  it("a public room is known, and what is said in it is not", async () => {
    await call(ada, "POST", `/rooms/${open}/messages`, { id: randomUUID(), text: "for members" });
    const { body } = await call<{ room: Room }>(bob, "GET", `/rooms/${open}`);
    expect(body.room).toMatchObject({ role: null, unread: 0 });
    expect(body.room.lastMessage).toBeUndefined();
    expect((await call(bob, "GET", `/rooms/${open}/messages`)).body.error.code).toBe("forbidden");
    expect((await call(bob, "GET", `/rooms/${open}/events`)).body.error.code).toBe("forbidden");
  });

  it("what can be no room's id is no room", async () => {
    for (const id of ["..%2f..", "%00", "a".repeat(65), "'%20or%201=1"]) {
      expect((await call(bob, "GET", `/rooms/${id}`)).status).toBe(404);
    }
  });
});

describe("a direct room", () => {
  it("is one, however many ask at once and from both sides", async () => {
    const [one, other] = [await createPerson(cloud, "Uma"), await createPerson(cloud, "Vic")];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        at % 2 === 0
          ? call<{ room: Room }>(one, "POST", "/rooms/direct", { user: other.username })
          : call<{ room: Room }>(other, "POST", "/rooms/direct", { user: one.user.id }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.room.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers[0]?.body.room).toMatchObject({ kind: "direct", name: "Vic Tester", memberCount: 2 });
    expect(answers[1]?.body.room.name).toBe("Uma Tester");
  });

  it("is not with oneself, has no third, and is left by nobody", async () => {
    const self = await call(ada, "POST", "/rooms/direct", { user: ada.username });
    expect(self.body.error).toMatchObject({ code: "invalid", fields: { user: "must be somebody else" } });
    const { id } = (await call<{ room: Room }>(ada, "POST", "/rooms/direct", { user: bob.username })).body
      .room;
    expect((await call(ada, "POST", `/rooms/${id}/members`, { user: eve.username })).status).toBe(403);
    expect((await call(bob, "POST", `/rooms/${id}/leave`)).status).toBe(403);
    expect((await call(eve, "POST", `/rooms/${id}/join`)).status).toBe(404);
  });
});

describe("messages over HTTP", () => {
  it("[SEC10] are kept once per client id, and a repeat is answered with the first result", async () => {
    const id = randomUUID();
    const path = `/rooms/${open}/messages`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call<MessageAnswer>(ada, "POST", path, { id, text: "once" })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.message.id)).size).toBe(1);
    const { body } = await call<MessagesAnswer>(ada, "GET", path);
    expect(body.messages.map(({ text }) => text)).toEqual(["once"]);
  });

  it("come in pages around a seq, and as events after one", async () => {
    const path = `/rooms/${open}/messages`;
    for (const text of ["a", "b", "c", "d"]) await call(ada, "POST", path, { id: randomUUID(), text });
    const page = async (query: string) => {
      const { body } = await call<MessagesAnswer>(ada, "GET", `${path}?${query}`);
      return [body.messages.map(({ text }) => text).join(""), body.hasBefore, body.hasAfter, body.asOfSeq];
    };
    expect(await page("limit=2")).toEqual(["cd", true, false, 5]);
    expect(await page("before=4&limit=2")).toEqual(["ab", false, true, 5]);
    expect(await page("after=2&limit=2")).toEqual(["bc", true, true, 5]);
    const { body } = await call<EventsAnswer>(ada, "GET", `/rooms/${open}/events?after=3&limit=1`);
    expect(body).toMatchObject({ headSeq: 5, hasMore: true, events: [{ seq: 4, kind: "message.created" }] });
  });

  it("come in gzip when a page of them is long", async () => {
    const path = `/rooms/${open}/messages`;
    await call(ada, "POST", path, { id: randomUUID(), text: "said again ".repeat(200) });
    const headers = { authorization: `Bearer ${ada.token}`, "accept-encoding": "gzip" };
    const answer = await fetch(`${cloud.apiUrl}${path}`, { headers });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(Number(answer.headers.get("content-length"))).toBeLessThan(1_000);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { messages } = (await answer.json()) as MessagesAnswer;
    expect(messages.at(-1)?.text.length).toBeGreaterThan(2_000);
  });

  it("are refused when too long, empty or not storable, and queries out of bounds with them", async () => {
    expect(await refusalOf("x".repeat(8_000))).toBeUndefined();
    expect(await refusalOf("x".repeat(8_001))).toBe("too_large");
    expect(await refusalOf("  \n ")).toBe("invalid");
    expect(await refusalOf("a\u0000")).toBe("invalid");
    expect(await refusalOf("\ud800")).toBe("invalid");
    for (const query of [
      "messages?limit=101",
      "messages?limit=x",
      "messages?before=1&after=2",
      "messages?before=0",
      "events?after=-1",
      "events?limit=501",
      "messages?nope=1",
    ]) {
      expect([query, (await call(ada, "GET", `/rooms/${open}/${query}`)).status]).toEqual([query, 400]);
    }
  });

  it("are unread for others until the read mark passes them, and the mark never moves back", async () => {
    await call(bob, "POST", `/rooms/${open}/join`);
    const say = (text: string) => call(ada, "POST", `/rooms/${open}/messages`, { id: randomUUID(), text });
    await say("one");
    await say(`two, @${bob.username}`);
    const seen = async () => {
      const { body } = await call<{ room: Room }>(bob, "GET", `/rooms/${open}`);
      return [body.room.unread, body.room.mentions, body.room.lastReadSeq];
    };
    expect(await seen()).toEqual([2, 1, 2]);
    const mark = async (seq: number) => (await call(bob, "PUT", `/rooms/${open}/read`, { seq })).status;
    expect(await mark(3)).toBe(204);
    expect(await seen()).toEqual([1, 1, 3]);
    expect(await mark(1)).toBe(204);
    expect(await mark(1_000)).toBe(204);
    expect(await seen()).toEqual([0, 0, 4]);
  });
});

describe("the rest of the API", () => {
  it("issues a ticket that admits one socket, once", async () => {
    const { status, body } = await call<TicketAnswer>(ada, "POST", "/ws-ticket");
    expect(status).toBe(200);
    const { ticket, url, expiresAt } = TicketAnswer.parse(body);
    expect(Buffer.from(ticket, "base64url").byteLength).toBeGreaterThanOrEqual(16);
    const leftMs = Date.parse(expiresAt) - Date.now();
    expect(leftMs).toBeGreaterThan(50_000);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    expect(url).toBe(cloud.websocketUrl);
  });

  it("says who one is, without what is nobody's business", async () => {
    const { body } = await call<{ user: object }>(ada, "GET", "/me");
    expect(Object.keys(body.user).toSorted()).toEqual([
      "createdAt",
      "email",
      "id",
      "lastName",
      "name",
      "role",
      "username",
    ]);
  });

  it("answers with headers that let no browser make more of it than data", async () => {
    const { headers } = await call(ada, "GET", "/me");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it("knows of no other path, and of none with another method", async () => {
    for (const [method, path] of [
      ["GET", "/nothing"],
      ["GET", ""],
      ["DELETE", "/me"],
      ["POST", "/health"],
    ] as const) {
      expect((await call(ada, method, path)).status).toBe(404);
    }
  });
});

describe("health", () => {
  it("names every store, and is 503 while one is out of reach", async () => {
    const health = async () =>
      callApi<{ status: string; checks: Record<string, { status: string }> }>(cloud.apiUrl, {
        path: "/health",
      });
    const well = await health();
    expect(well.status).toBe(200);
    expect(Object.keys(well.body.checks)).toEqual(["redis", "postgres", "dynamodb"]);
    await cloud.redis.kill();
    const ill = await health();
    expect(ill.status).toBe(503);
    expect(ill.body.checks["redis"]?.status).toBe("unavailable");
    expect(ill.body.checks["postgres"]?.status).toBe("ok");
    await cloud.redis.start();
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe(200);
  });

  it("[SEC11] lost in Redis means that sending is refused as unavailable, and nothing is half-done", async () => {
    await cloud.redis.kill();
    const answer = await call(ada, "POST", `/rooms/${open}/messages`, { id: "while-away", text: "hello" });
    expect([answer.status, answer.body.error.code]).toEqual([503, "unavailable"]);
    await cloud.redis.start();
    const again = await call(ada, "POST", `/rooms/${open}/messages`, { id: "while-away", text: "hello" });
    expect([200, 201]).toContain(again.status);
  });

  it("lost in Postgres is unavailable everywhere, and over when it is back", async () => {
    await cloud.postgres.kill();
    for (const path of ["/me", "/rooms", `/rooms/${open}`]) {
      const answer = await call(ada, "GET", path);
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 503, "unavailable"]);
      expect(JSON.stringify(answer.body)).not.toMatch(/postgres|select|ECONN|stack/i);
    }
    await cloud.postgres.start();
    await expect.poll(async () => (await call(ada, "GET", "/me")).status, { timeout: 15_000 }).toBe(200);
  });
});
