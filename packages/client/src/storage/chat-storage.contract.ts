import { expect, test } from "vitest";
import type { OutboxEntry } from "../outbox/outbox-entry.ts";
import type { ChatStorage } from "./chat-storage.ts";

const entry = (id: string, text = "text") =>
  ({ id, room: "rom_1", user: "usr_1", text, createdAt: 1, order: 1, owner: "o" }) as OutboxEntry;

/** What every storage promises; `open` opens the same one again, `fresh` one of its own. */
export function storageContract(world: { fresh(): Promise<{ open(): ChatStorage }> }): void {
  test("entries are kept, replaced and removed by their id", async () => {
    const storage = (await world.fresh()).open();
    expect(await storage.entries()).toEqual([]);
    await storage.putEntry(entry("a"));
    await storage.putEntry(entry("b"));
    await storage.putEntry(entry("a", "changed"));
    await storage.removeEntry("b");
    await storage.removeEntry("never there");
    expect(await storage.entries()).toEqual([entry("a", "changed")]);
  });

  test("values are kept under any key, and undefined removes them", async () => {
    const storage = (await world.fresh()).open();
    const keys = ["user", "seen:usr_1", "app:draft:../../x", "app:…", "app:.", "app:*"];
    for (const key of keys) await storage.write(key, { key });
    for (const key of keys) expect(await storage.read(key)).toEqual({ key });
    await storage.write("user", undefined);
    expect(await storage.read("user")).toBeUndefined();
    expect(await storage.read("app:.")).toEqual({ key: "app:." });
  });

  test("what was written is there when the storage is opened again", async () => {
    const place = await world.fresh();
    await place.open().putEntry(entry("a"));
    await place.open().write("user", 7);
    const again = place.open();
    expect([await again.entries(), await again.read("user")]).toEqual([[entry("a")], 7]);
  });

  test("changes made at once happen in their order", async () => {
    const storage = (await world.fresh()).open();
    const changes = Array.from({ length: 20 }, (_, at) => [
      storage.putEntry(entry(`e${at}`)),
      storage.removeEntry(`e${at}`),
      storage.write("count", at),
    ]);
    await Promise.all(changes.flat());
    expect([await storage.entries(), await storage.read("count")]).toEqual([[], 19]);
  });
}
