import type { Room } from "@parley/protocol/room";
import { describe, expect, it } from "vitest";
import { rankRooms } from "./rank-rooms.ts";

const rooms = [
  { name: "Old bakery", unread: 0 },
  { name: "Kebab", unread: 2 },
  { name: "Bakery", unread: 0 },
] as Room[];
const ranked = (typed: string) => rankRooms(rooms, typed, "en").map(({ name }) => name);

describe("the rooms to switch to", () => {
  it("are those with unread messages first, while nothing is typed", () => {
    expect(ranked(" ")).toEqual(["Kebab", "Old bakery", "Bakery"]);
  });
  it("are those that hold what is typed: at the beginning, at a word, anywhere", () => {
    expect(ranked("BA")).toEqual(["Bakery", "Old bakery", "Kebab"]);
  });
  it("are none for what no name holds", () => {
    expect(ranked("zz")).toEqual([]);
  });
});
