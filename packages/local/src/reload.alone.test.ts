import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Cloud, startCloud } from "./cloud.ts";
import { seedDemo } from "./demo/seed-demo.ts";
import { connectToy } from "./testing/toy-gateway.ts";

const repository = resolve(import.meta.dirname, "../../..");
let cloud: Cloud | undefined;
let dir: string | undefined;
afterEach(async () => {
  await cloud?.stop();
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
});

/** The real handlers, in a place of their own with a space in its path, so that one can be saved. */
async function copyHandlers(): Promise<string> {
  dir = await mkdtemp(join(tmpdir(), "parley reload "));
  await mkdir(join(dir, "functions"));
  const isSource = (path: string) => !path.includes("node_modules");
  await cp(join(repository, "functions"), join(dir, "functions"), { recursive: true, filter: isSource });
  for (const modules of ["node_modules", "functions/node_modules"]) {
    await symlink(join(repository, modules), join(dir, modules));
  }
  return dir;
}

async function takeTicket({ apiUrl }: Cloud, known: { email: string; password: string }): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(known);
  const signedIn = await fetch(`${apiUrl}/auth/sign-in/email`, { method: "POST", headers, body });
  const authorization = `Bearer ${signedIn.headers.get("set-auth-token")}`;
  const answer = await fetch(`${apiUrl}/ws-ticket`, { method: "POST", headers: { authorization } });
  return ((await answer.json()) as { ticket: string }).ticket;
}

test("a saved handler runs for the next frame, and no socket is closed", { timeout: 120_000 }, async () => {
  const root = await copyHandlers();
  cloud = await startCloud({
    root,
    watch: true,
    schedules: false,
    environment: { LIMIT_MESSAGES: "unlimited" },
  });
  const client = await connectToy(
    `${cloud.websocketUrl}?ticket=${await takeTicket(cloud, await seedDemo(cloud))}`,
  );
  client.socket.send("no frame");
  const isError = (frame: { type?: string }) => frame.type === "error";
  for (let frame = await client.next(); !isError(frame); ) frame = await client.next();
  const file = join(root, "functions/ws/message.ts");
  const source = (await readFile(file, "utf8")).replace("export const handler", "export const former");
  const save = async (body: string): Promise<number> => {
    const saved = `export const handler = async () => ({ statusCode: 200, body: "${body}" });`;
    await writeFile(file, `${source}\n${saved}\n`);
    const savedMs = performance.now();
    for (let answer: unknown; answer !== body; ) {
      client.socket.send("no frame");
      answer = await client.next();
    }
    return performance.now() - savedMs;
  };
  const tookMs = [await save("reloaded"), await save("again"), await save("and again")];
  console.log(`reloaded after ${tookMs.map(Math.round).join(", ")} ms`);
  const [, median] = tookMs.toSorted((left, right) => left - right);
  expect(median).toBeLessThan(1_000);
  expect(client.socket.readyState).toBe(client.socket.OPEN);
  expect(cloud.gateway.connections()).toHaveLength(1);
});
