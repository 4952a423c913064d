import { expect, test } from "vitest";
import { fakeClock } from "./testing/fake-clock.ts";
import { FakeService } from "./testing/fake-service.ts";
import { testChat } from "./testing/test-chat.ts";

async function online() {
  const clock = fakeClock();
  const service = new FakeService(clock);
  const { chat } = testChat(clock, service);
  chat.connect();
  await clock.advance(20_000);
  const marks = () => service.frames.flatMap((frame) => (frame.action === "read" ? [frame.seq] : []));
  const typings = () => service.frames.filter((frame) => frame.action === "typing").length;
  return { chat, clock, service, marks, typings };
}

test("marks go out at most once a second, the first at once and the last surely, never backwards", async () => {
  const { chat, clock, marks } = await online();
  for (const seq of [3, 4, 2, 9, 5]) chat.markRead("rom_1", seq);
  expect(marks()).toEqual([3]);
  await clock.advance(1_000);
  expect(marks()).toEqual([3, 9]);
  chat.markRead("rom_1", 9);
  chat.markRead("rom_1", 1);
  await clock.advance(5_000);
  expect(marks()).toEqual([3, 9]);
});

test("a mark that may have been lost with the connection is sent on the next, a confirmed one is not", async () => {
  const { chat, clock, service, marks } = await online();
  chat.markRead("rom_1", 5);
  chat.markRead("rom_2", 7);
  for (const peer of service.open) {
    peer.tell({
      type: "read",
      room: service.room("rom_2").id,
      user: chat.user.getSnapshot()?.id ?? ("" as never),
      seq: 7,
    });
  }
  service.cutAll();
  chat.markRead("rom_1", 6);
  await clock.advance(5_000);
  expect(marks()).toEqual([5, 7, 6]);
});

test("typing is told at most once in 3 s and room, and not kept for later", async () => {
  const { chat, clock, service, typings } = await online();
  for (let key = 0; key < 10; key += 1) {
    chat.typing("rom_1");
    await clock.advance(500);
  }
  expect(typings()).toBe(2);
  chat.typing("rom_2");
  expect(typings()).toBe(3);
  service.cutAll();
  chat.typing("rom_3");
  await clock.advance(5_000);
  expect(typings()).toBe(3);
});

test("notices reach those who listen, until they stop", async () => {
  const { chat, service } = await online();
  const heard: string[] = [];
  const ends = (["typing", "presence", "read", "room"] as const).map((name) =>
    chat.on(name, () => heard.push(name)),
  );
  const { id: room } = service.room("rom_1");
  const user = chat.user.getSnapshot()?.id ?? ("" as never);
  const tellAll = () => {
    for (const peer of service.open) {
      peer.tell({ type: "typing", room, user, until: "2026-01-01T00:00:00.000Z" });
      peer.tell({ type: "presence", user, online: true, lastSeenAt: null });
      peer.tell({ type: "read", room, user, seq: 1 });
      peer.tell({ type: "room.updated", room });
    }
  };
  tellAll();
  for (const end of ends) end();
  tellAll();
  expect(heard).toEqual(["typing", "presence", "read", "room"]);
});
