import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { storageContract } from "./chat-storage.contract.ts";
import { fileStorage } from "./file-storage.ts";

const root = await mkdtemp(join(tmpdir(), "parley-client-"));
afterAll(() => rm(root, { recursive: true }));
let count = 0;
const freshDirectory = () => {
  count += 1;
  return join(root, `storage-${count}`);
};

storageContract({
  fresh: async () => {
    const directory = freshDirectory();
    return { open: () => fileStorage(directory) };
  },
});

test("its files are for their owner alone, and nothing else is left beside them", async () => {
  const directory = freshDirectory();
  await fileStorage(directory).write("user", 1);
  const [name = ""] = await readdir(join(directory, "values"));
  expect(await readdir(join(directory, "values"))).toEqual(["user.json"]);
  expect((await stat(join(directory, "values", name))).mode & 0o777).toBe(0o600);
});

test("a file that is not one of its own is passed over", async () => {
  const directory = freshDirectory();
  const storage = fileStorage(directory);
  await storage.write("user", 1);
  await storage.putEntry({ id: "a" } as never);
  await writeFile(join(directory, "outbox", "b.json"), "{half");
  await writeFile(join(directory, "outbox", "c.json.1-1.tmp"), "{}");
  await writeFile(join(directory, "values", "user.json"), "");
  expect([await storage.entries(), await storage.read("user")]).toEqual([[{ id: "a" }], undefined]);
});
