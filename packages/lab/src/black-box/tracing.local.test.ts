import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPerson, createRoom } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
});
afterAll(() => cloud?.stop());

const linesWith = (message: string) =>
  cloud
    .logs()
    .flatMap((line) => (line.message === message && line.fields !== undefined ? [line.fields] : []));

describe("the log", () => {
  it("leads from a connection over its frames to the drain that committed and delivered each of them", async () => {
    const person = await createPerson(cloud);
    const room = await createRoom(cloud, person);
    const socket = await PlainSocket.open(cloud, person);
    await socket.answer(
      socket.send({ action: "subscribe", rooms: { [room.id]: null } as Record<RoomId, null> }),
    );
    const count = 20;
    for (let sent = 0; sent < count; sent += 1) {
      socket.send({ action: "message.send", room: room.id, text: `unsaid in any log ${sent}` });
    }
    await socket.until(() => (socket.events(room.id).length === count ? true : undefined), "all events");
    const { connectionId } = socket.frames.find((frame) => frame.type === "hello") ?? {};
    const frames = () =>
      linesWith("access").filter(
        (line) => line["route"] === "message.send" && line["connectionId"] === connectionId,
      );
    await expect.poll(() => frames().length).toBe(count);
    const drained = () => new Set(linesWith("drained").flatMap((line) => line["eventIds"] as string[]));
    await expect
      .poll(() => frames().filter((line) => !drained().has(`evt_${String(line["requestId"])}.1`)))
      .toEqual([]);
    const connects = linesWith("access").filter((line) => line["connectionId"] === connectionId);
    expect(connects.map((line) => line["route"])).toContain("$connect");
    expect(linesWith("drained")[0]).toMatchObject({
      recipients: 1,
      commitMs: expect.any(Number),
      deliveryMs: expect.any(Number),
    });
    expect(JSON.stringify(cloud.logs())).not.toContain("unsaid in any log");
    socket.close();
  });
});
