import type { Event } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { describe, expect, it } from "vitest";
import { findNoticed } from "./worth-noticing.ts";

const said = (user: string, mentions: string[] = []) =>
  ({
    kind: "message.created",
    room: "rom_1",
    user,
    message: { user, text: "hi", mentions },
  }) as unknown as Event;
const room = (kind: Room["kind"]) => ({ kind }) as Room;
const count = (where: Room | undefined, event: Event) => findNoticed(where, [event], "usr_me").length;

describe("what is worth a notification", () => {
  it("is each direct message of another person", () => {
    expect(count(room("direct"), said("usr_you"))).toBe(1);
    expect(count(room("direct"), said("usr_me"))).toBe(0);
  });
  it("is in other rooms only what mentions the person", () => {
    expect(count(room("public"), said("usr_you"))).toBe(0);
    expect(count(room("public"), said("usr_you", ["usr_me"]))).toBe(1);
    expect(count(room("private"), said("usr_you", ["usr_they"]))).toBe(0);
  });
  it("is in a room not known yet only what mentions the person", () => {
    expect(count(undefined, said("usr_you"))).toBe(0);
    expect(count(undefined, said("usr_you", ["usr_me"]))).toBe(1);
  });
});
