import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { roomPolicy } from "@parley/chat/room/room-policy";
import { describe, expect, it } from "vitest";
import { permissionRows } from "./list-permissions.ts";
import { operations } from "./operations.ts";
import { renderPermissions } from "./render-permissions.ts";

describe("docs/permissions.md", () => {
  it("is what the policy says", async () => {
    const page = await readFile(join(import.meta.dirname, "../../../docs/permissions.md"), "utf8");
    expect(page).toBe(renderPermissions());
  });

  it("has a row for every call about a room, and one for everything that the policy speaks of", () => {
    const aboutRooms = operations.filter(({ path, tag }) => path.includes("{room}") && tag !== "admin");
    expect(aboutRooms.filter(({ needs }) => needs === undefined)).toEqual([]);
    const spoken = new Set(permissionRows.map(({ need }) => need));
    expect([...spoken].toSorted()).toEqual(Object.keys(roomPolicy).toSorted());
  });
});
