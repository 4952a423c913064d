import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkMachine } from "./check-machine.ts";

const find = async (input: Parameters<typeof checkMachine>[0], name: string) =>
  (await checkMachine(input)).find((finding) => finding.name === name);

test("on a machine that the tests run on, nothing is missing", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "parley doctor "));
  const findings = await checkMachine({ env: {}, dataDir });
  expect(findings.filter(({ state }) => state === "missing")).toEqual([]);
  await rm(dataDir, { recursive: true });
});

test("what is missing is named, with what to do about it", async () => {
  expect(await find({ env: { STAGE: "production" } }, "Settings")).toMatchObject({
    state: "missing",
    detail: expect.stringContaining("Unset STAGE"),
  });
  const dir = await mkdtemp(join(tmpdir(), "parley doctor "));
  await writeFile(join(dir, "file"), "");
  expect(await find({ env: {}, dataDir: join(dir, "file") }, "Data")).toMatchObject({ state: "missing" });
  await rm(dir, { recursive: true });
});

test("a port in use is named", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  expect(await find({ env: {}, port }, "Ports")).toMatchObject({
    state: "note",
    detail: expect.stringContaining(String(port)),
    advice: expect.stringContaining("--port"),
  });
  taken.close();
});
