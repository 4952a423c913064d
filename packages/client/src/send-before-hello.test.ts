import { expect, test } from "vitest";
import { memoryStorage } from "./storage/memory-storage.ts";
import { fakeClock } from "./testing/fake-clock.ts";
import { FakeService, type Person } from "./testing/fake-service.ts";
import { me, testChat, textsOf } from "./testing/test-chat.ts";

const ben: Person = { id: "usr_ben", name: "Ben" };
const authorsIn = (service: FakeService) =>
  service.room("rom_1").events.flatMap((event) => (event.kind === "message.created" ? [event.user] : []));

test("with a token, a message is taken before anybody has said whose it is, and sent once that is known", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  const { chat } = testChat(clock, service, { storage, token: "token-me" });
  const id = await chat.send("rom_1", "first");
  expect((await storage.entries()).map((entry) => entry.id)).toEqual([id]);
  const timeline = chat.open("rom_1");
  expect(textsOf(timeline).pending).toEqual(["first"]);
  chat.connect();
  await chat.send("rom_1", "second");
  await clock.advance(2_000);
  expect(textsOf(timeline)).toEqual({ said: ["first", "second"], pending: [] });
  expect(authorsIn(service)).toEqual([me.id, me.id]);
  expect(await storage.entries()).toEqual([]);
});

test("without a token and without a remembered person nothing is taken", async () => {
  const clock = fakeClock();
  const { chat } = testChat(clock, new FakeService(clock));
  await expect(chat.send("rom_1", "whose?")).rejects.toMatchObject({ code: "unauthenticated" });
});

test("what was taken so is sent by a later run with the same token, and never with another's", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  const first = testChat(clock, service, { storage, token: "token-me", seed: 1 }).chat;
  await first.send("rom_1", "mine");
  first.close();

  const other = testChat(clock, service, { storage, token: "token-ben", person: ben, seed: 2 }).chat;
  other.connect();
  other.open("rom_1");
  await clock.advance(2_000);
  expect(other.user.getSnapshot()?.id).toBe(ben.id);
  expect(authorsIn(service)).toEqual([]);
  other.close();

  const again = testChat(clock, service, { storage, token: "token-me", seed: 3 }).chat;
  again.connect();
  await clock.advance(2_000);
  expect(authorsIn(service)).toEqual([me.id]);
  expect(await storage.entries()).toEqual([]);
});

test("what was taken for one token does not leave under a sign-in that follows", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  const { chat } = testChat(clock, service, { storage, token: "token-me", person: ben });
  await chat.send("rom_1", "mine");
  service.onSignIn = () => ({ user: ben, token: "token-ben" });
  const signingIn = chat.account.signIn({ login: "ben", password: "secret" });
  await clock.advance(1_000);
  await signingIn;
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(2_000);
  expect(textsOf(timeline)).toEqual({ said: [], pending: [] });
  expect((await storage.entries()).map((entry) => entry.text)).toEqual(["mine"]);
});

test("a person remembered from another session is not taken for whom the token belongs to", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  const before = testChat(clock, service, { storage, token: "token-me", seed: 1 }).chat;
  before.connect();
  await clock.advance(1_000);
  before.close();
  const same = testChat(clock, service, { storage, token: "token-me", seed: 2 }).chat;
  await same.ready;
  expect(same.user.getSnapshot()?.id).toBe(me.id);

  const { chat } = testChat(clock, service, { storage, token: "token-ben", person: ben, seed: 3 });
  await chat.ready;
  expect(chat.user.getSnapshot()).toBeUndefined();
  await chat.send("rom_1", "from Ben");
  chat.connect();
  await clock.advance(2_000);
  expect(authorsIn(service)).toEqual([ben.id]);
});

test("forgetting on a sign-out deletes what was taken for a session that was never named", async () => {
  const clock = fakeClock();
  const storage = memoryStorage();
  const { chat } = testChat(clock, new FakeService(clock), { storage, token: "token-me" });
  await chat.send("rom_1", "mine");
  const signingOut = chat.account.signOut({ forget: true });
  await clock.advance(1_000);
  await signingOut;
  expect(await storage.entries()).toEqual([]);
});
