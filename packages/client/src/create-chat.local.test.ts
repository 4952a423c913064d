import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Room } from "@parley/protocol";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ChatWithAccount, withAccount } from "./account.ts";
import type { Chat } from "./chat.ts";
import type { ChatOptions } from "./chat-options.ts";
import { createChat } from "./create-chat.ts";
import { createRoom, findPublicRooms, getRoom, joinRoom, listMembers } from "./http/rooms.ts";
import type { RoomTimeline } from "./room/timeline.ts";
import { fileStorage } from "./storage/file-storage.ts";
import { mailedToken } from "./testing/sign-up-verified.ts";

/** The SDK as an application uses it, against the real service on loopback: no part of either is replaced. */
let cloud: Cloud;
let directory: string;
const chats: Chat[] = [];

beforeAll(async () => {
  cloud = await startCloud();
  directory = await mkdtemp(join(tmpdir(), "parley-client-"));
});
afterAll(async () => {
  for (const chat of chats) chat.close();
  await cloud?.stop();
  if (directory !== undefined) await rm(directory, { recursive: true });
});

function chatFor(options: ChatOptions = {}): ChatWithAccount {
  const chat = withAccount(createChat({ apiUrl: cloud.apiUrl, ...options }));
  chats.push(chat);
  return chat;
}

const keptByAda = () => fileStorage(join(directory, "ada"));

const password = "correct horse battery";

/** Signs a person up over the SDK alone; answers the session's token. */
async function signUp(username: string): Promise<string> {
  let token: string | undefined;
  const chat = chatFor({
    onToken: (given) => {
      token = given;
    },
  });
  const email = `${username}@example.test`;
  await chat.account.signUp({ name: username, lastName: "Tester", username, email, password });
  await expect(chat.account.signIn({ login: email, password })).rejects.toMatchObject({
    code: "email_unverified",
  });
  await chat.account.verifyEmail({ token: await mailedToken(cloud, email) });
  await chat.account.signIn({ login: username, password });
  expect(chat.user.getSnapshot()).toMatchObject({ name: username, lastName: "Tester", username });
  expect((await chat.account.session())?.user.email).toBe(email);
  if (token === undefined) throw new Error("the sign-in gave no token");
  return token;
}

async function online(chat: Chat): Promise<void> {
  chat.connect();
  await vi.waitFor(() => expect(chat.connection.getSnapshot().status).toBe("online"), 20_000);
}

const saidIn = (timeline: RoomTimeline) =>
  timeline
    .getSnapshot()
    .messages.toArray()
    .map((message) => message.text);

let ada: string;
let ben: string;
let room: Room;

test("a person signs up, verifies, signs in and founds a room that another joins", async () => {
  [ada, ben] = await Promise.all([signUp("ada"), signUp("ben")]);
  const first = chatFor({ token: ada });
  const second = chatFor({ token: ben });
  room = await createRoom(first, { name: "The Globe", visibility: "public" });
  expect((await findPublicRooms(second, { q: "Globe" })).map(({ id }) => id)).toEqual([room.id]);
  await joinRoom(second, room.id);
  expect((await second.api.rooms()).map(({ id }) => id)).toContain(room.id);
  expect((await listMembers(first, room.id)).map(({ user }) => user.username).toSorted()).toEqual([
    "ada",
    "ben",
  ]);
  await expect(getRoom(second, "rom_absent")).rejects.toMatchObject({ code: "not_found", status: 404 });
  await expect(
    first.account.signUp({
      name: "x",
      lastName: "y",
      username: "ada",
      email: "other@example.test",
      password,
    }),
  ).rejects.toMatchObject({ fields: { username: expect.any(String) } });
});

test("what one says the other sees, over a network that breaks while they speak", async () => {
  const first = chatFor({ token: ada });
  const second = chatFor({ token: ben });
  const one = first.open(room.id);
  const two = second.open(room.id);
  await Promise.all([online(first), online(second)]);
  await vi.waitFor(() => expect(two.getSnapshot().status).toBe("ready"), 10_000);
  const id = await first.send(room.id, "Who's there?");
  await vi.waitFor(() => expect(saidIn(two)).toEqual(["Who's there?"]), 10_000);
  await vi.waitFor(() => expect(one.getSnapshot().pending).toEqual([]), 10_000);
  expect(one.getSnapshot().messages.at(-1)).toMatchObject({ key: id, clientId: id });

  void second.send(room.id, "Nay, answer me.");
  for (const { connectionId } of cloud.gateway.connections()) cloud.gateway.drop(connectionId);
  await first.send(room.id, "Long live the king!");
  const expected = ["Long live the king!", "Nay, answer me.", "Who's there?"];
  for (const timeline of [one, two]) {
    await vi.waitFor(() => expect(saidIn(timeline).toSorted()).toEqual(expected), 30_000);
    expect(timeline.getSnapshot().pending).toEqual([]);
  }
  expect(saidIn(one)).toEqual(saidIn(two));
  first.close();
  second.close();
});

test("what was written offline survives the process and is sent by the next", async () => {
  const before = chatFor({ token: ada, storage: keptByAda() });
  await before.api.me();
  const id = await before.send(room.id, "written offline");
  before.close();

  const after = chatFor({ token: ada, storage: keptByAda() });
  await after.ready;
  const timeline = after.open(room.id);
  expect(timeline.getSnapshot().pending).toMatchObject([{ id, text: "written offline" }]);
  await online(after);
  await vi.waitFor(() => expect(saidIn(timeline).at(-1)).toBe("written offline"), 20_000);
  await vi.waitFor(async () => expect(await keptByAda().entries()).toEqual([]), 5_000);
  after.close();
});

test("a message handed over at once, before the service has said who that is, is sent when it has", async () => {
  const chat = chatFor({ token: ada });
  const id = await chat.send(room.id, "at once");
  const timeline = chat.open(room.id);
  await online(chat);
  await vi.waitFor(() => expect(timeline.getSnapshot().messages.at(-1)?.text).toBe("at once"), 20_000);
  expect(timeline.getSnapshot().messages.at(-1)).toMatchObject({ key: id, clientId: id });
  expect(timeline.getSnapshot().pending).toEqual([]);
  chat.close();
});

test("edits, reactions and deletions reach the other person, and are refused to whom they do not belong", async () => {
  const author = chatFor({ token: ada });
  const reader = chatFor({ token: ben });
  const own = author.open(room.id);
  const seen = reader.open(room.id);
  await Promise.all([online(author), online(reader)]);
  await author.send(room.id, "a frist draft");
  const lastOf = (timeline: RoomTimeline) => timeline.getSnapshot().messages.at(-1);
  await vi.waitFor(() => expect(lastOf(seen)?.text).toBe("a frist draft"), 20_000);
  const id = lastOf(seen)?.id ?? "";

  await author.editMessage(room.id, id, "a first draft");
  await vi.waitFor(() => expect(lastOf(seen)).toMatchObject({ id, text: "a first draft" }), 10_000);
  expect(lastOf(seen)?.editedAt).toEqual(expect.any(String));
  await expect(reader.editMessage(room.id, id, "mine now")).rejects.toMatchObject({ code: "forbidden" });
  await expect(reader.deleteMessage(room.id, id)).rejects.toMatchObject({ code: "forbidden" });

  const heart = "\u2764\ufe0f";
  await reader.addReaction(room.id, id, heart);
  await author.addReaction(room.id, id, heart);
  for (const timeline of [own, seen]) {
    await vi.waitFor(
      () => expect(lastOf(timeline)?.reactions).toEqual([{ emoji: heart, count: 2, mine: true }]),
      10_000,
    );
  }
  await author.removeReaction(room.id, id, heart);
  for (const [timeline, mine] of [
    [own, false],
    [seen, true],
  ] as const) {
    await vi.waitFor(
      () => expect(lastOf(timeline)?.reactions).toEqual([{ emoji: heart, count: 1, mine }]),
      10_000,
    );
  }

  await author.deleteMessage(room.id, id);
  for (const timeline of [own, seen]) {
    await vi.waitFor(() => expect(lastOf(timeline)).toMatchObject({ id, text: "", reactions: [] }), 10_000);
    expect(lastOf(timeline)?.deletedAt).toEqual(expect.any(String));
  }
  await expect(author.editMessage(room.id, id, "back again")).rejects.toMatchObject({
    code: expect.stringMatching(/^(conflict|not_found)$/),
  });
  author.close();
  reader.close();
  await expect(author.editMessage(room.id, id, "too late")).rejects.toMatchObject({
    code: "unavailable",
    status: 0,
  });
});

test("past the throttle messages wait, are counted down, and go out by themselves in order", async () => {
  const chat = chatFor({ token: ben });
  const timeline = chat.open(room.id);
  await online(chat);
  const texts = ["one", "two", "three"];
  for (const text of texts) void chat.send(room.id, text);
  await vi.waitFor(() => expect(timeline.getSnapshot().pending[0]?.state.kind).toBe("limited"), 10_000);
  expect(timeline.getSnapshot().throttle.availableAt).toBeGreaterThan(Date.now());
  await vi.waitFor(() => expect(saidIn(timeline).slice(-3)).toEqual(texts), 20_000);
  expect(timeline.getSnapshot().pending).toEqual([]);

  // A second device knows nothing of the tokens that are gone: the service tells it, and it waits as told.
  const device = chatFor({ token: ben });
  await online(device);
  await device.send(room.id, "from elsewhere");
  await vi.waitFor(() => expect(saidIn(timeline).at(-1)).toBe("from elsewhere"), 70_000);
  chat.close();
  device.close();
}, 120_000);

test("a session that is ended elsewhere ends the connection for good", async () => {
  const chat = chatFor({ token: ada });
  await online(chat);
  await chatFor({ token: ada }).account.signOut();
  await vi.waitFor(() => expect(chat.connection.getSnapshot().status).toBe("signed_out"), 60_000);
}, 90_000);
