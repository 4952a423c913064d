import { randomUUID } from "node:crypto";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { EventsAnswer, MessagesAnswer, Room, RoomId } from "@parley/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { createPerson, createRoom, joinRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

let cloud: Cloud;
let ada: Person;
let bob: Person;
let eve: Person;
let room: Room;
const sockets: PlainSocket[] = [];

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
  room = await createRoom(cloud, ada, { visibility: "private", members: [bob.username] });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function open(person: Person, after: number | null = null): Promise<PlainSocket> {
  const socket = await PlainSocket.open(cloud, person);
  sockets.push(socket);
  await socket.answer(
    socket.send({ action: "subscribe", rooms: { [room.id]: after } as Record<RoomId, number | null> }),
  );
  return socket;
}

const say = (socket: PlainSocket, text: string, id: string = randomUUID()) =>
  socket.send({ action: "message.send", room: room.id, text, id });
const said = (text: string) => (frame: { events: readonly unknown[] }) =>
  JSON.stringify(frame.events).includes(text);
const history = async (person: Person, query = "") =>
  callApi<MessagesAnswer>(cloud.apiUrl, { path: `/rooms/${room.id}/messages${query}`, token: person.token });

describe("a connection", () => {
  it("is greeted before its first subscribe is answered, with what it must know to count down", async () => {
    const socket = await open(ada);
    expect(socket.frames.map((frame) => frame.type)).toEqual(["hello", "subscribed"]);
    const hello = await socket.next("hello");
    expect(hello).toMatchObject({
      protocol: 1,
      user: { id: ada.user.id, username: ada.username },
      limits: { messages: [] },
    });
  });

  it("is refused without a ticket, with an unknown one and with one that was used", async () => {
    const refused = async (query: string) => {
      const socket = new WebSocket(`${cloud.websocketUrl}${query}`);
      return new Promise<boolean>((resolve) => {
        socket.addEventListener("open", () => resolve(false));
        socket.addEventListener("error", () => resolve(true));
      });
    };
    expect(await refused("")).toBe(true);
    expect(await refused("?ticket=unknown")).toBe(true);
    const { body } = await callApi<{ ticket: string }>(cloud.apiUrl, {
      method: "POST",
      path: "/ws-ticket",
      token: ada.token,
    });
    expect(await refused(`?ticket=${body.ticket}`)).toBe(false);
    expect(await refused(`?ticket=${body.ticket}`)).toBe(true);
  });

  it("survives frames that are no frames, and is told what is wrong with them", async () => {
    const socket = await open(ada);
    const bad = [
      "not json",
      "[]",
      "null",
      "{}",
      '{"action":"fly","id":"a1"}',
      `{"action":"message.send","id":"a2","room":"${room.id}","text":"x","seq":5}`,
      `{"action":"message.send","id":"a3","room":"${room.id}","text":5}`,
      `{"action":"message.send","id":"a4","room":"${room.id}","text":"\\ud800"}`,
      `{"action":"message.send","id":"a5","room":"${room.id}","text":"nul \\u0000"}`,
      `{"__proto__":{"action":"ping"},"id":"a6"}`,
      `{"action":"ping","id":"${"i".repeat(500)}"}`,
    ];
    for (const text of bad) {
      socket.sendRaw(text);
      const error = await socket.next("error");
      expect([text, error.code]).toEqual([text, "invalid"]);
      expect(error.retryable).toBe(false);
    }
    const id = say(socket, "x".repeat(8_001));
    expect(await socket.answer(id)).toMatchObject({ type: "error", code: "too_large" });
    expect((await socket.answer(socket.send({ action: "ping" }))).type).toBe("pong");
  });
});

describe("a message", () => {
  it("reaches everybody in the room in one frame each, and its sender with the id it was sent under", async () => {
    const [first, second] = [await open(ada), await open(bob)];
    const id = say(first, "hello, room");
    const [here, there] = [await first.next("events"), await second.next("events")];
    expect(here).toEqual(there);
    expect(here.events[0]).toMatchObject({
      kind: "message.created",
      room: room.id,
      user: ada.user.id,
      clientId: id,
      message: { text: "hello, room", user: ada.user.id, room: room.id, reactions: [], mentions: [] },
    });
  });

  it("is kept once, however often it is sent, and a repeat is told its seq", async () => {
    const [socket, again] = [await open(ada), await open(ada)];
    const id = say(socket, "once");
    const seq = (await socket.next("events")).events[0]?.seq;
    say(socket, "once", id);
    expect(await socket.next("ok", (ok) => ok.id === id)).toEqual({ type: "ok", id, seq });
    say(again, "once", id);
    expect(await again.next("ok", (ok) => ok.id === id)).toEqual({ type: "ok", id, seq });
    const other = await open(bob);
    say(other, "bob's own", id);
    await other.next("events", said("bob's own"));
    expect((await history(ada)).body.messages.map((message) => message.text)).toEqual(["once", "bob's own"]);
  });

  it("comes in one contiguous order to all, whoever sends", async () => {
    const all = [await open(ada), await open(bob), await open(ada)];
    const count = 60;
    for (let sent = 0; sent < count; sent += 1) say(all[sent % all.length] as PlainSocket, `m${sent}`);
    for (const socket of all)
      await socket.until(() => (socket.events(room.id).length >= count ? true : undefined), "all");
    const orders = all.map((socket) => socket.events(room.id).map((event) => event.seq));
    const first = orders[0]?.[0] ?? 0;
    for (const order of orders) expect(order).toEqual(Array.from({ length: count }, (_, at) => first + at));
  });

  it("mentions members by their username, and nobody else", async () => {
    const socket = await open(ada);
    say(socket, `hey @${bob.username} and @${eve.username}, see me@${bob.username}`);
    const { events } = await socket.next("events");
    expect(events[0]).toMatchObject({ message: { mentions: [bob.user.id] } });
  });
});

describe("changes", () => {
  it("edit, react and delete, and fold into the history that others read", async () => {
    const [socket, other] = [await open(ada), await open(bob)];
    say(socket, "first thought");
    const created = (await socket.next("events")).events[0];
    if (created?.kind !== "message.created") throw new Error("no message came");
    const target = { room: room.id, message: created.message.id };
    const edit = socket.send({ action: "message.edit", ...target, text: "second thought" });
    expect(await socket.answer(edit)).toMatchObject({ type: "ok", seq: created.seq + 1 });
    for (let twice = 0; twice < 2; twice += 1) {
      const react = other.send({ action: "reaction.add", ...target, emoji: "👍" });
      expect(await other.answer(react)).toMatchObject({ type: "ok", seq: created.seq + 2 });
    }
    const [message] = (await history(bob)).body.messages;
    expect(message).toMatchObject({
      text: "second thought",
      reactions: [{ emoji: "👍", count: 1, mine: true }],
    });
    const foreign = other.send({ action: "message.edit", ...target, text: "not mine" });
    expect(await other.answer(foreign)).toMatchObject({ type: "error", code: "forbidden" });
    const gone = socket.send({ action: "message.delete", ...target });
    expect((await socket.answer(gone)).type).toBe("ok");
    const [deleted] = (await history(ada)).body.messages;
    expect(deleted).toMatchObject({ text: "", reactions: [], seq: created.seq });
    expect(deleted?.deletedAt).toBeDefined();
  });
});

describe("absence", () => {
  it("is made good by subscribe and by events?after, from any seq however old", async () => {
    const socket = await open(ada);
    const count = 130;
    for (let sent = 0; sent < count; sent += 1) say(socket, `m${sent}`);
    await socket.until(() => (socket.events(room.id).length === count ? true : undefined), "all");
    const back = await PlainSocket.open(cloud, bob);
    sockets.push(back);
    const answer = await back.answer(
      back.send({ action: "subscribe", rooms: { [room.id]: 0 } as Record<RoomId, number> }),
    );
    if (answer.type !== "subscribed") throw new Error(JSON.stringify(answer));
    const resumed = answer.rooms[room.id];
    expect(resumed?.events).toHaveLength(100);
    expect(resumed?.hasMore).toBe(true);
    const last = resumed?.events.at(-1)?.seq ?? 0;
    const { body } = await callApi<EventsAnswer>(cloud.apiUrl, {
      path: `/rooms/${room.id}/events?after=${last}&limit=500`,
      token: bob.token,
    });
    const seqs = [...(resumed?.events ?? []), ...body.events].map((event) => event.seq);
    expect(seqs).toEqual(Array.from({ length: body.headSeq }, (_, at) => at + 1));
    expect(body.hasMore).toBe(false);
  });
});

describe("one who is no member", () => {
  it("cannot tell a private room from one that is not there, whatever they try", async () => {
    const socket = await open(eve);
    const probe = async (id: string) => {
      const target = { room: id as RoomId, message: "msg_x" as never };
      const frames = [
        socket.send({ action: "message.send", room: id as RoomId, text: "let me in" }),
        socket.send({ action: "message.edit", ...target, text: "let me in" }),
        socket.send({ action: "message.delete", ...target }),
        socket.send({ action: "reaction.add", ...target, emoji: "👍" }),
        socket.send({ action: "typing", room: id as RoomId }),
        socket.send({ action: "read", room: id as RoomId, seq: 1 }),
        socket.send({ action: "ping", rooms: [id as RoomId] }),
        socket.send({ action: "subscribe", rooms: { [id]: 0 } as Record<RoomId, number> }),
      ];
      const answers = [];
      for (const frame of frames) answers.push(await socket.answer(frame));
      const routes = ["", "/messages", "/events", "/members"];
      const reads = await Promise.all(
        routes.map((route) => callApi(cloud.apiUrl, { path: `/rooms/${id}${route}`, token: eve.token })),
      );
      const text = JSON.stringify([answers, reads.map(({ status, body }) => ({ status, body }))]);
      return text.replaceAll(id, "ROOM").replaceAll(/"(id|requestId|at)":"[^"]*"/g, '"$1":"…"');
    };
    const hidden = await probe(room.id);
    expect(hidden).toBe(await probe("rom_00000000000000000000000000000000"));
    expect(hidden).toContain('"denied":["ROOM"]');
    expect(hidden).not.toContain("forbidden");
  });

  it("joins a public room, and only then reads and is heard there", async () => {
    room = await createRoom(cloud, ada, { visibility: "public", name: "Open house" });
    expect((await history(eve)).status).toBe(403);
    await joinRoom(cloud, eve, room.id);
    const [socket, host] = [await open(eve), await open(ada)];
    say(socket, "hello from eve");
    await host.next("events", said("hello from eve"));
    const again = await callApi(cloud.apiUrl, {
      method: "POST",
      path: `/rooms/${room.id}/join`,
      token: eve.token,
    });
    expect(again.status).toBe(409);
  });

  it("hears nothing after leaving", async () => {
    const [socket, host] = [await open(bob), await open(ada)];
    const left = await callApi(cloud.apiUrl, {
      method: "POST",
      path: `/rooms/${room.id}/leave`,
      token: bob.token,
    });
    expect(left.status).toBe(204);
    say(host, "just us now");
    await host.next("events", said("just us now"));
    await socket.answer(socket.send({ action: "ping" }));
    expect(JSON.stringify(socket.frames)).not.toContain("just us now");
    expect((await history(bob)).status).toBe(404);
  });
});
