import { randomUUID } from "node:crypto";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { MessagesAnswer, Room, RoomId, ServerFrame } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

/** What an attacker with an account, a browser or neither may try over the WebSocket. */
let cloud: Cloud;
let ada: Person;
let bob: Person;
let eve: Person;
let room: Room;
let message: string;
const sockets: PlainSocket[] = [];

const absent = `rom_${"0".repeat(32)}`;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  [ada, bob, eve] = await Promise.all([
    createPerson(cloud, "Ada"),
    createPerson(cloud, "Bob"),
    createPerson(cloud, "Eve"),
  ]);
  room = await createRoom(cloud, ada, { visibility: "private", members: [bob.username] });
  const socket = await open(ada);
  const id = socket.send({ action: "message.send", room: room.id, text: "for members" });
  const { events } = await socket.next("events", (frame) => JSON.stringify(frame).includes(id));
  const [event] = events;
  if (event?.kind === "message.created") message = event.message.id;
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await cloud?.stop();
});

async function open(person: Person, rooms: readonly string[] = [room.id]): Promise<PlainSocket> {
  const socket = await PlainSocket.open(cloud, person);
  sockets.push(socket);
  const wanted = Object.fromEntries(rooms.map((id) => [id, null])) as Record<RoomId, null>;
  await socket.answer(socket.send({ action: "subscribe", rooms: wanted }));
  return socket;
}

async function ticketOf(person: Person): Promise<{ ticket: string; url: string; expiresAt: string }> {
  const asked = { method: "POST", path: "/ws-ticket", token: person.token };
  return (await callApi<{ ticket: string; url: string; expiresAt: string }>(cloud.apiUrl, asked)).body;
}

async function isAdmitted(ticket: string, origin?: string): Promise<boolean> {
  const address = `${cloud.websocketUrl}?ticket=${ticket}`;
  const socket = new WebSocket(address, origin === undefined ? {} : { headers: { origin } });
  return new Promise((resolve) => {
    socket.addEventListener("open", () => {
      socket.close();
      resolve(true);
    });
    socket.addEventListener("error", () => resolve(false));
  });
}

const withoutIds = (frame: ServerFrame) => ({ ...frame, id: "", requestId: "" });
const path = (tail: string) => `/rooms/${room.id}${tail}`;

describe("a handshake", () => {
  it("[SEC2] is refused to foreign, null and look-alike origins, and does not use the ticket up", async () => {
    const { ticket } = await ticketOf(ada);
    const own = cloud.pageUrl;
    for (const origin of [
      "https://evil.test",
      "null",
      `${own}.evil.test`,
      `${own}0`,
      own.replace("http:", "https:"),
      own.replace("localhost", "evil.localhost"),
    ]) {
      expect([origin, await isAdmitted(ticket, origin)]).toEqual([origin, false]);
    }
    expect(await isAdmitted(ticket, own)).toBe(true);
  });

  it("[SEC3] needs a ticket that a session was given, of 256 bits, for a minute at most", async () => {
    expect((await callApi(cloud.apiUrl, { method: "POST", path: "/ws-ticket" })).status).toBe(401);
    const { ticket, expiresAt } = await ticketOf(ada);
    expect(Buffer.from(ticket, "base64url")).toHaveLength(32);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    expect(await isAdmitted(ticket)).toBe(true);
    expect(await isAdmitted(ticket)).toBe(false);
    expect(await isAdmitted(ticket.slice(1))).toBe(false);
  });

  it("[SEC5] [SES4] is refused with a ticket whose session has ended since", async () => {
    const person = await createPerson(cloud, "Uma");
    const { ticket } = await ticketOf(person);
    await callApi(cloud.apiUrl, { method: "POST", path: "/auth/sign-out", token: person.token, body: {} });
    expect(await isAdmitted(ticket)).toBe(false);
  });

  it("[SEC5] [SES5] is closed by the sweep when whoever ended its session did no more than that", async () => {
    const person = await createPerson(cloud, "Una");
    const socket = await open(person, []);
    const database = new Client({ connectionString: cloud.postgres.appUrl });
    await database.connect();
    try {
      await database.query("delete from sessions where user_id = $1", [person.user.id]);
      expect(await cloud.invoke("sweep", {})).toMatchObject({ ok: true });
      await socket.next("signed_out");
      await socket.until(() => socket.closed, "the close");
      const kept = "select from ended_sessions where user_id = $1";
      expect((await database.query(kept, [person.user.id])).rows).toEqual([]);
    } finally {
      await database.end();
    }
  });
});

describe("a frame", () => {
  let socket: PlainSocket;
  beforeEach(async () => {
    socket = await open(bob);
  });

  it("[SEC8] is not believed who sends it, what they may or when", async () => {
    for (const claim of [
      { user: ada.user.id },
      { role: "owner" },
      { seq: 1 },
      { at: "2020-01-01T00:00:00.000Z" },
      { clientId: "other" },
      { admin: true },
    ]) {
      const id = randomUUID();
      socket.sendRaw(JSON.stringify({ action: "message.send", id, room: room.id, text: "hi", ...claim }));
      expect([claim, await socket.answer(id)]).toMatchObject([claim, { type: "error", code: "invalid" }]);
    }
  });

  it("[SEC9] may be anything at all, and is refused; the connection and the process live", async () => {
    const frames = [
      "",
      "not json",
      "[]",
      "null",
      "7",
      "{}",
      '{"action":"fly","id":"a1"}',
      '{"action":"constructor","id":"a1"}',
      '{"action":"__proto__","id":"a1"}',
      `{"action":"message.send","id":"a3","room":"${room.id}","text":5}`,
      `{"action":"message.send","id":"a4","room":"${room.id}","text":"\\ud800"}`,
      `{"action":"message.send","id":"a5","room":"${room.id}","text":"nul \\u0000"}`,
      `{"action":"message.send","id":"a6","room":{"toString":1},"text":"x"}`,
      `{"__proto__":{"action":"ping"},"id":"a7"}`,
      `{"action":"ping","id":"${"i".repeat(500)}"}`,
      `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      `{"action":"reaction.add","id":"a9","room":"${room.id}","message":"${message}","emoji":"<b>"}`,
    ];
    for (const [at, text] of frames.entries()) {
      // A connection is closed with its 20th refusal.
      if (at % 15 === 14) socket = await open(bob);
      socket.sendRaw(text);
      expect([text.slice(0, 80), (await socket.next("error")).code]).toEqual([text.slice(0, 80), "invalid"]);
    }
    const id = socket.send({
      action: "message.send",
      room: room.id,
      text: "x".repeat(limits.textCharsMax + 1),
    });
    expect(await socket.answer(id)).toMatchObject({ type: "error", code: "too_large" });
    expect((await socket.answer(socket.send({ action: "ping" }))).type).toBe("pong");
  });

  it("[SEC10] creates nothing when its id is repeated, and two people's same ids are two messages", async () => {
    const other = await open(ada);
    const id = randomUUID();
    for (const one of [socket, socket, other]) {
      one.send({ action: "message.send", id, room: room.id, text: "same id" });
    }
    const readTwice = async () => {
      const asked = { path: path("/messages?limit=10"), token: ada.token };
      const { body } = await callApi<MessagesAnswer>(cloud.apiUrl, asked);
      return body.messages.filter(({ text }) => text === "same id").map(({ user }) => user);
    };
    await socket.answer(id);
    await expect
      .poll(async () => (await readTwice()).toSorted())
      .toEqual([ada.user.id, bob.user.id].toSorted());
  });

  it("[SEC12] names a hundred rooms at most, and a page has an end", async () => {
    const many = Array.from({ length: limits.roomsPerFrameMax + 1 }, (_, at) => `rom_${at}` as RoomId);
    const rooms = Object.fromEntries(many.map((id) => [id, 0])) as Record<RoomId, number>;
    for (const frame of [
      { action: "subscribe", rooms },
      { action: "unsubscribe", rooms: many },
      { action: "ping", rooms: many },
    ] as const) {
      expect(await socket.answer(socket.send(frame))).toMatchObject({ type: "error", code: "invalid" });
    }
    for (const query of ["events?limit=501", "messages?limit=101"]) {
      expect((await callApi(cloud.apiUrl, { path: path(`/${query}`), token: bob.token })).status).toBe(400);
    }
    const members = Array.from({ length: limits.membersPerRequestMax + 1 }, () => bob.username);
    const body = { name: "x", visibility: "public", members };
    const made = await callApi(cloud.apiUrl, { method: "POST", path: "/rooms", token: bob.token, body });
    expect(made.status).toBe(400);
  });
});

describe("[SEC7] to a stranger's frames", () => {
  it("a private room and an absent one are alike, whatever is asked", async () => {
    const socket = await open(eve, []);
    const asked = (id: string) =>
      [
        { action: "message.send", room: id as RoomId, text: "hello?" },
        { action: "message.edit", room: id as RoomId, message, text: "mine" },
        { action: "message.delete", room: id as RoomId, message },
        { action: "reaction.add", room: id as RoomId, message, emoji: "👍" },
        { action: "reaction.remove", room: id as RoomId, message, emoji: "👍" },
        { action: "typing", room: id as RoomId },
        { action: "read", room: id as RoomId, seq: 1 },
      ] as Parameters<PlainSocket["send"]>[0][];
    const absents = asked(absent);
    for (const [at, frame] of asked(room.id).entries()) {
      const one = await socket.answer(socket.send(frame));
      const other = await socket.answer(socket.send(absents[at] ?? frame));
      expect([frame.action, withoutIds(one)]).toEqual([frame.action, withoutIds(other)]);
      expect(one).toMatchObject({ type: "error", code: "not_found" });
    }
    const rooms = { [room.id]: 0, [absent]: 0 } as Record<RoomId, number>;
    const subscribed = await socket.answer(socket.send({ action: "subscribe", rooms }));
    expect(subscribed).toMatchObject({ rooms: {} });
    expect("denied" in subscribed ? [...(subscribed.denied ?? [])].toSorted() : []).toEqual(
      [room.id, absent].toSorted(),
    );
    expect(
      await socket.answer(socket.send({ action: "ping", rooms: Object.keys(rooms) as RoomId[] })),
    ).toMatchObject({ type: "pong", heads: {} });
  });
});

describe("[SEC6] one who is removed while messages are in flight", () => {
  it("is told of nothing that came after it", async () => {
    const busy = await createRoom(cloud, ada, {
      visibility: "private",
      members: [bob.username, eve.username],
    });
    const [speaker, removed] = [await open(ada, [busy.id]), await open(eve, [busy.id])];
    const say = (at: number) =>
      speaker.send({ action: "message.send", room: busy.id, text: `message ${at}` });
    for (let at = 0; at < 20; at += 1) say(at);
    const kick = { method: "DELETE", path: `/rooms/${busy.id}/members/${eve.user.id}`, token: ada.token };
    const kicked = callApi(cloud.apiUrl, kick);
    for (let at = 20; at < 60; at += 1) say(at);
    expect((await kicked).status).toBe(204);
    await removed.next("room.left");
    await speaker.until(
      () =>
        speaker.events(busy.id).filter(({ kind }) => kind === "message.created").length === 60 || undefined,
      "all that was said",
    );
    const left = speaker.events(busy.id).find(({ kind }) => kind === "member.left")?.seq ?? 0;
    expect(left).toBeGreaterThan(0);
    const known = removed.events(busy.id).map(({ seq }) => seq);
    expect(known.filter((seq) => seq > left)).toEqual([]);
  });
});

describe("[SEC16] a session's token", () => {
  it("is none without its signature, and with that of another secret", async () => {
    const [token = "", signature = ""] = decodeURIComponent(ada.token).split(".");
    const statusOf = async (bearer: string) =>
      (await callApi(cloud.apiUrl, { path: "/me", token: bearer })).status;
    expect(await statusOf(ada.token)).toBe(200);
    expect(await statusOf(token)).toBe(401);
    const other = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(await statusOf(`${token}.${other}`)).toBe(401);
    expect(await statusOf(`${token}.`)).toBe(401);
  });
});
