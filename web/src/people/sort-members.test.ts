import type { Member } from "@parley/protocol/room";
import { expect, it } from "vitest";
import { sortMembers } from "./sort-members.ts";

const member = (name: string, online: boolean): Member =>
  ({
    user: { id: name, name, lastName: "", username: name },
    role: "member",
    online,
    lastReadSeq: 0,
    joinedAt: "",
  }) as unknown as Member;

it("lists those who are there first, then by name as the language sorts", () => {
  const members = [member("Zoe", false), member("Öle", true), member("anna", false), member("Pia", true)];
  const names = (locale: string, viewer = "") =>
    sortMembers(members, { locale, viewer }).map(({ user }) => user.name);
  expect(names("de")).toEqual(["Öle", "Pia", "anna", "Zoe"]);
  expect(names("sv")).toEqual(["Pia", "Öle", "anna", "Zoe"]);
  expect(names("de", "Zoe")).toEqual(["Öle", "Pia", "Zoe", "anna"]);
});
