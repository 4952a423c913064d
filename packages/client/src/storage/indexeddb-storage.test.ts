import { indexedDB } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { storageContract } from "./chat-storage.contract.ts";
import { indexedDbStorage } from "./indexeddb-storage.ts";

let count = 0;

storageContract({
  fresh: async () => {
    count += 1;
    const name = `parley-${count}`;
    return { open: () => indexedDbStorage(name) };
  },
});

test("a newer version of the page is let through, and the database is opened anew afterwards", async () => {
  const storage = indexedDbStorage("parley-upgrade");
  await storage.write("user", 1);
  const deletion = indexedDB.deleteDatabase("parley-upgrade");
  await new Promise((resolve, reject) => {
    deletion.addEventListener("success", resolve);
    deletion.addEventListener("blocked", () => reject(new Error("blocked")));
  });
  expect(await storage.read("user")).toBeUndefined();
  await storage.write("user", 2);
  expect(await storage.read("user")).toBe(2);
});

test("a browser without a database is told as a failure of each call, and tried again by the next", async () => {
  const storage = indexedDbStorage("parley-broken");
  const { open } = indexedDB;
  indexedDB.open = () => {
    throw new DOMException("private mode", "SecurityError");
  };
  await expect(storage.entries()).rejects.toThrow("private mode");
  indexedDB.open = open;
  expect(await storage.entries()).toEqual([]);
});
