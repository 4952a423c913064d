import type { Role, Room } from "@parley/protocol/room";
import { describe, expect, it } from "vitest";
import { may, mayJudge, type RoomRight, rolesToGive } from "./room-rights.ts";

const room = (role: Role | null, more: Partial<Pick<Room, "kind" | "archived">> = {}) =>
  ({ kind: "public", archived: false, role, ...more }) as const;

describe("what is offered in a room", () => {
  it("is nothing to a visitor, and to a member only the way out", () => {
    const all: RoomRight[] = ["update", "publish", "archive", "delete", "leave", "add", "invite", "judge"];
    expect(all.filter((right) => may(room(null), right))).toEqual([]);
    expect(all.filter((right) => may(room("member"), right))).toEqual(["leave"]);
  });

  it("is for a moderator all but what an owner decides", () => {
    expect(may(room("moderator"), "update")).toBe(true);
    expect(may(room("moderator"), "publish")).toBe(false);
    expect(may(room("moderator"), "delete")).toBe(false);
  });

  it("shrinks when the room is archived, and is next to nothing in a direct one", () => {
    expect(may(room("owner", { archived: true }), "update")).toBe(false);
    expect(may(room("owner", { archived: true }), "archive")).toBe(true);
    expect(may(room("owner", { kind: "direct" }), "leave")).toBe(false);
    expect(may(room("owner", { kind: "direct" }), "deleteOthers")).toBe(true);
  });
});

describe("what is offered about a member", () => {
  it("goes down in rank only", () => {
    expect(mayJudge(room("moderator"), { role: "member" })).toBe(true);
    expect(mayJudge(room("moderator"), { role: "moderator" })).toBe(false);
    expect(mayJudge(room("member"), { role: "member" })).toBe(false);
    expect(mayJudge(room("owner"), { role: "owner" })).toBe(false);
  });

  it("is any role from an owner, and from a moderator only a step down of their own", () => {
    expect(rolesToGive(room("owner"), { self: false })).toEqual(["member", "moderator", "owner"]);
    expect(rolesToGive(room("moderator"), { self: false })).toEqual([]);
    expect(rolesToGive(room("moderator"), { self: true })).toEqual(["member", "moderator"]);
    expect(rolesToGive(room("member"), { self: true })).toEqual([]);
  });
});
