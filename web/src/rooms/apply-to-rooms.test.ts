import type { Event } from "@parley/client";
import type { Message } from "@parley/protocol/message";
import type { Room } from "@parley/protocol/room";
import { describe, expect, it } from "vitest";
import { applyEvents, applyRead } from "./apply-to-rooms.ts";

const at = "2026-11-21T10:00:00.000Z";

function room(id: string, over: Partial<Room> = {}): Room {
  return {
    id: id as Room["id"],
    name: id,
    topic: "",
    kind: "public",
    headSeq: 5,
    lastReadSeq: 5,
    unread: 0,
    mentions: 0,
    memberCount: 2,
    role: "member",
    slowModeMs: 0,
    archived: false,
    createdAt: at,
    ...over,
  };
}

function said(seq: number, user: string, mentions: string[] = []): Event {
  const message = {
    id: `m${seq}`,
    seq,
    room: "a",
    user,
    text: `t${seq}`,
    reactions: [],
    mentions,
    createdAt: at,
  };
  return {
    room: "a",
    seq,
    at,
    user,
    kind: "message.created",
    message: message as unknown as Message,
  } as Event;
}

const edit = (seq: number, messageId: string) =>
  ({
    room: "a",
    seq,
    at,
    user: "mara",
    kind: "message.edited",
    messageId,
    text: "new",
    mentions: [],
  }) as unknown as Event;

const unread = () => applyEvents([room("a")], "a", [said(6, "mara"), said(7, "mara")], "ada");

describe("applyEvents", () => {
  it("counts others' messages as unread and moves the room to the head of the list", () => {
    const after = applyEvents(
      [room("b"), room("a")],
      "a",
      [said(6, "mara"), said(7, "mara", ["ada"])],
      "ada",
    );
    expect(after.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(after[0]).toMatchObject({ headSeq: 7, unread: 2, mentions: 1, lastReadSeq: 5 });
    expect(after[0]?.lastMessage?.text).toBe("t7");
  });

  it("takes one's own message for having read all", () => {
    const [after] = applyEvents([room("a", { unread: 3, mentions: 1 })], "a", [said(6, "ada")], "ada");
    expect(after).toMatchObject({ unread: 0, mentions: 0, lastReadSeq: 6 });
  });

  it("ignores what the list knows already, and keeps its reference then", () => {
    const rooms = [room("a")];
    expect(applyEvents(rooms, "a", [said(5, "mara")], "ada")).toBe(rooms);
    expect(applyEvents(rooms, "absent", [said(6, "mara")], "ada")).toBe(rooms);
  });

  it("takes over an edit and a deletion of the last message, and of no other", () => {
    const [spoken] = applyEvents([room("a")], "a", [said(6, "mara")], "ada");
    if (spoken === undefined) throw new Error("no room");
    expect(applyEvents([spoken], "a", [edit(7, "m6")], "ada")[0]?.lastMessage?.text).toBe("new");
    expect(applyEvents([spoken], "a", [edit(7, "m2")], "ada")[0]?.lastMessage?.text).toBe("t6");
  });

  it("counts people in and out", () => {
    const joined = {
      room: "a",
      seq: 6,
      at,
      user: "x",
      kind: "member.joined",
      userId: "x",
      role: "member",
    } as unknown as Event;
    const left = {
      room: "a",
      seq: 7,
      at,
      user: "x",
      kind: "member.left",
      userId: "x",
      reason: "left",
    } as unknown as Event;
    expect(applyEvents([room("a")], "a", [joined], "ada")[0]?.memberCount).toBe(3);
    expect(applyEvents([room("a")], "a", [joined, left], "ada")[0]?.memberCount).toBe(2);
  });
});

describe("applyRead", () => {
  it("clears the counts when the mark reaches the last message", () => {
    expect(applyRead(unread(), "a", 7)[0]).toMatchObject({ lastReadSeq: 7, unread: 0 });
  });

  it("keeps them for a mark in between, and never moves back", () => {
    expect(applyRead(unread(), "a", 6)[0]).toMatchObject({ lastReadSeq: 6, unread: 2 });
    expect(applyRead(unread(), "a", 3)[0]).toMatchObject({ lastReadSeq: 5, unread: 2 });
  });
});
