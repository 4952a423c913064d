import { expect, test } from "vitest";
import { memoryStorage } from "./storage/memory-storage.ts";
import { fakeClock } from "./testing/fake-clock.ts";
import { FakeService } from "./testing/fake-service.ts";
import { me, testChat, textsOf } from "./testing/test-chat.ts";

test("who was signed in is known again before the service answers", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  const first = testChat(clock, service, { storage }).chat;
  first.connect();
  await clock.advance(500);
  const second = testChat(clock, service, { storage }).chat;
  await second.ready;
  expect(second.user.getSnapshot()).toMatchObject({ id: me.id, username: me.id });
});

test("somebody else who turns out to be signed in gets open and followed rooms in their own name", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const storage = memoryStorage();
  await storage.write("user", { id: "usr_former", name: "F", lastName: "F", username: "former" });
  service.say("rom_1", "hello");
  const { chat } = testChat(clock, service, { storage });
  await chat.ready;
  expect(chat.user.getSnapshot()?.id).toBe("usr_former");
  const timeline = chat.open("rom_1");
  chat.follow([{ id: "rom_2", headSeq: 0 }]);
  const heard: string[] = [];
  chat.on("events", ({ room }) => heard.push(room));
  chat.connect();
  await clock.advance(1_000);
  expect(chat.user.getSnapshot()?.id).toBe(me.id);
  service.say("rom_1", "again");
  service.say("rom_2", "there");
  await clock.advance(1_000);
  expect(textsOf(timeline).said).toEqual(["hello", "again"]);
  expect(heard).toEqual(["rom_1", "rom_2"]);
});

test("after a sign-out nothing of the person is shown, and the connection is not tried again", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.say("rom_1", "hello");
  const { chat } = testChat(clock, service);
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(1_000);
  expect(timeline.getSnapshot().messages.length).toBe(1);
  const signingOut = chat.account.signOut();
  await clock.advance(1_000);
  await signingOut;
  await clock.advance(60_000);
  expect(chat.user.getSnapshot()).toBeUndefined();
  expect(chat.connection.getSnapshot()).toEqual({ status: "signed_out", reason: "signed_out" });
  expect(timeline.getSnapshot()).toMatchObject({ status: "denied", messages: { length: 0 } });
  expect(service.open).toEqual([]);
});

test("forgetting on sign-out deletes what waits and what was seen; else it waits for the same person", async () => {
  for (const forget of [true, false]) {
    const clock = fakeClock();
    const service = new FakeService(clock);
    const storage = memoryStorage();
    const { chat } = testChat(clock, service, { storage });
    chat.connect();
    chat.open("rom_1");
    await clock.advance(1_000);
    service.say("rom_1", "hello");
    await clock.advance(2_000);
    service.onClientFrame = () => "lose";
    await chat.send("rom_1", "waiting");
    const signingOut = chat.account.signOut({ forget });
    await clock.advance(1_000);
    await signingOut;
    expect((await storage.entries()).length).toBe(forget ? 0 : 1);
    expect(await storage.read(`seen:${me.id}`)).toEqual(forget ? undefined : { rom_1: 1 });
    expect(await storage.read("user")).toBeUndefined();
  }
});
