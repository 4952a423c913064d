import type { RoomId, UserId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import type { LogEntry } from "../message/room-log.ts";
import { buildEventFrames } from "./build-event-frames.ts";

const room = "rom_1" as RoomId;
const entry = (seq: number, chars: number): LogEntry => ({
  seq,
  eventId: `evt_${seq}`,
  key: `k${seq}`,
  user: "usr_1" as UserId,
  text: `{"seq":\u0001,"text":"${"€".repeat(chars)}","message":{"seq":\u0001}}`,
});
const read = (frames: Uint8Array[]) =>
  frames.map((frame) => JSON.parse(new TextDecoder().decode(frame)) as { events: { seq: number }[] });

describe("buildEventFrames", () => {
  it("[DEL14] writes one frame for what fits, with every event's seq in its places", () => {
    expect(read(buildEventFrames(room, [entry(7, 1), entry(8, 1)]))).toEqual([
      {
        type: "events",
        room,
        events: [
          { seq: 7, text: "€", message: { seq: 7 } },
          { seq: 8, text: "€", message: { seq: 8 } },
        ],
      },
    ]);
    expect(buildEventFrames(room, [])).toEqual([]);
  });

  it("[DEL14] splits what API Gateway would refuse, by bytes, in order and without a gap", () => {
    const frames = buildEventFrames(
      room,
      Array.from({ length: 40 }, (_, at) => entry(at + 1, 8_000)),
    );
    expect(frames.length).toBeGreaterThan(6);
    for (const frame of frames) expect(frame.byteLength).toBeLessThanOrEqual(128 * 1024);
    expect(read(frames).flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1),
    );
  });
});
