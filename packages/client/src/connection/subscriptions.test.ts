import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { FakeService } from "../testing/fake-service.ts";
import { testChat } from "../testing/test-chat.ts";

function world() {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const { chat } = testChat(clock, service);
  const heard: string[] = [];
  chat.on("events", ({ room }) => heard.push(room));
  const subscribed = () =>
    service.frames.flatMap((frame) => (frame.action === "subscribe" ? [Object.keys(frame.rooms)] : []));
  return { chat, clock, service, heard, subscribed };
}

const rooms = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `rom_${at}`, headSeq: 0 }));

test("rooms are subscribed to a hundred at a time, and pings ask for their heads in turns", async () => {
  const { chat, clock, service, heard, subscribed } = world();
  chat.follow(rooms(250));
  chat.connect();
  await clock.advance(500);
  expect(subscribed().map((ids) => ids.length)).toEqual([100, 100, 50]);
  await clock.advance(75_000);
  const asked = service.frames.flatMap((frame) => (frame.action === "ping" ? (frame.rooms ?? []) : []));
  expect(new Set(asked).size).toBe(250);
  service.say("rom_249", "hello");
  await clock.advance(100);
  expect(heard).toEqual(["rom_249"]);
});

test("[DEL11] a room that a ping finds undelivered is subscribed to again", async () => {
  const { chat, clock, service, heard, subscribed } = world();
  chat.follow(rooms(2));
  chat.connect();
  await clock.advance(500);
  for (const session of service.sessions.values()) session.rooms.delete("rom_1");
  service.say("rom_1", "unheard");
  await clock.advance(25_000);
  expect(subscribed()).toEqual([["rom_0", "rom_1"], ["rom_1"]]);
  service.say("rom_1", "heard");
  await clock.advance(100);
  expect(heard).toEqual(["rom_1", "rom_1"]);
});

test("rooms that are added together while online are asked for together, and only they", async () => {
  const { chat, clock, subscribed } = world();
  chat.follow(rooms(2));
  chat.connect();
  await clock.advance(500);
  chat.follow([{ id: "rom_new" }]);
  chat.follow([{ id: "rom_newer" }]);
  await clock.advance(500);
  expect(subscribed()).toEqual([
    ["rom_0", "rom_1"],
    ["rom_new", "rom_newer"],
  ]);
});

test("a room that is followed anew resumes where it stands; another from now on", async () => {
  const { chat, clock, service } = world();
  service.say("rom_0", "one");
  service.say("rom_1", "one");
  chat.follow([{ id: "rom_0", headSeq: 1 }, { id: "rom_1" }]);
  chat.connect();
  await clock.advance(20_000);
  service.say("rom_0", "two");
  await clock.advance(500);
  service.cutAll();
  await clock.advance(5_000);
  const asked = service.frames.flatMap((frame) => (frame.action === "subscribe" ? [frame.rooms] : []));
  expect(asked).toEqual([
    { rom_0: 1, rom_1: null },
    { rom_0: 2, rom_1: 1 },
  ]);
});

test("a room that is not followed any more is neither delivered nor asked for again", async () => {
  const { chat, clock, service, heard, subscribed } = world();
  chat.follow(rooms(2));
  chat.connect();
  await clock.advance(20_000);
  chat.unfollow(["rom_0", "rom_never"]);
  await clock.advance(100);
  service.say("rom_0", "unheard");
  service.say("rom_1", "heard");
  await clock.advance(100);
  service.cutAll();
  await clock.advance(5_000);
  expect([heard, subscribed().at(-1)]).toEqual([["rom_1"], ["rom_1"]]);
});

test("a room with messages still to be sent stays followed until they are", async () => {
  const { chat, clock, service } = world();
  chat.follow(rooms(1));
  chat.connect();
  await clock.advance(500);
  service.onArrival = (frame) => (frame.action === "message.send" ? { code: "unavailable" } : undefined);
  await chat.send("rom_0", "a");
  await clock.advance(20);
  chat.unfollow(["rom_0"]);
  service.onArrival = () => undefined;
  await clock.advance(30_000);
  expect(service.room("rom_0").headSeq).toBe(1);
});

test("one room that the service will not have does not keep the others away", async () => {
  const { chat, clock, service, heard } = world();
  const denied: string[] = [];
  chat.on("denied", ({ room }) => denied.push(room));
  service.onArrival = (frame) =>
    frame.action === "subscribe" && "rom_1" in frame.rooms ? { code: "invalid" } : undefined;
  chat.follow(rooms(3));
  chat.connect();
  await clock.advance(500);
  service.say("rom_0", "a");
  service.say("rom_2", "b");
  await clock.advance(500);
  expect([denied, heard, service.open.length]).toEqual([["rom_1"], ["rom_0", "rom_2"], 1]);
});

test("a subscription that fails or is lost is asked for again on the same connection", async () => {
  const { chat, clock, service, heard } = world();
  let failures = 2;
  service.onClientFrame = (frame) => {
    if (frame.action !== "subscribe" || !("rom_0" in frame.rooms) || failures === 0) return "pass";
    failures -= 1;
    return "lose";
  };
  chat.connect();
  await clock.advance(500);
  chat.follow(rooms(1));
  service.say("rom_0", "meanwhile");
  await clock.advance(60_000);
  expect(heard).toEqual(["rom_0"]);
  expect(service.open.length).toBe(1);
});
