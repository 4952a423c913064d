import { expect, test } from "vitest";
import { fakeClock } from "./testing/fake-clock.ts";
import { FakeService } from "./testing/fake-service.ts";
import { testChat, textsOf } from "./testing/test-chat.ts";

test("a message is pending until it is seen, and keeps its key", async () => {
  const clock = fakeClock();
  const service = new FakeService(clock);
  service.say("rom_1", "hello");
  const { chat } = testChat(clock, service);
  chat.connect();
  const timeline = chat.open("rom_1");
  await clock.advance(1_000);
  expect(chat.connection.getSnapshot().status).toBe("online");
  expect(textsOf(timeline)).toEqual({ said: ["hello"], pending: [] });

  const id = await chat.send("rom_1", "and to you");
  expect(textsOf(timeline)).toEqual({ said: ["hello"], pending: ["and to you"] });
  expect(timeline.getSnapshot().pending[0]).toMatchObject({ id, key: id, state: { kind: "sending" } });
  await clock.advance(1_000);
  expect(textsOf(timeline)).toEqual({ said: ["hello", "and to you"], pending: [] });
  expect(timeline.getSnapshot().messages.at(-1)).toMatchObject({ key: id, clientId: id });
});
