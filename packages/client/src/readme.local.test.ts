import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Room } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatWithAccount, withAccount } from "./account.ts";
import { createChat } from "./create-chat.ts";
import { createRoom } from "./http/rooms.ts";
import { signUpVerified } from "./testing/sign-up-verified.ts";

/** The README's examples, each as it stands there: what they name is type-checked, what runs in Node is run. */
const repository = resolve(import.meta.dirname, "../../..");
const password = "correct horse battery";
let cloud: Cloud;
/** Where somebody wrote them down: a directory that has the packages. */
let directory: string;
let ada: ChatWithAccount;
let token = "";
let examples: readonly Example[];
const children: ChildProcess[] = [];

interface Example {
  readonly name: string;
  readonly code: string;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "parley-readme-"));
  await symlink(join(repository, "node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "package.json"), JSON.stringify({ type: "module" }));
  const page = await readFile(join(import.meta.dirname, "../README.md"), "utf8");
  examples = [...page.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(([, extension, code = ""], index) => ({
    name: /^\/\/ (\S+\.ts):/.exec(code)?.[1] ?? `example-${index}.${extension}`,
    code,
  }));
  for (const { name, code } of examples) await writeFile(join(directory, name), code);

  cloud = await startCloud();
  ada = withAccount(
    createChat({
      apiUrl: cloud.apiUrl,
      onToken: (given) => {
        token = given ?? "";
      },
    }),
  );
  await signUpVerified(cloud, { username: "ada", password });
  await ada.account.signIn({ login: "ada", password });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  ada?.close();
  await cloud?.stop();
  if (directory !== undefined) await rm(directory, { recursive: true });
});

function run(name: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [name, ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? "", PARLEY_API: cloud.apiUrl, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

async function post<Answer>(path: string, bearer: string, body: object): Promise<Answer> {
  const answer = await fetch(`${cloud.apiUrl}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status === 429) {
    // What the examples before have said counts as well.
    const { error } = (await answer.json()) as { error: { retryAfterMs: number } };
    await new Promise((done) => setTimeout(done, error.retryAfterMs));
    return post(path, bearer, body);
  }
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const said = async (room: Room) => (await ada.api.messages(room.id)).messages.map((message) => message.text);

describe("the README's examples", () => {
  it("are right by their types", async () => {
    expect(examples.map(({ name }) => name)).toEqual(expect.arrayContaining(["say.ts", "bot.ts"]));
    const { compilerOptions } = JSON.parse(await readFile(join(repository, "tsconfig.json"), "utf8"));
    const lib = [...compilerOptions.lib, "dom", "dom.iterable"];
    const options = { ...compilerOptions, lib, jsx: "react-jsx", noUnusedLocals: false };
    await mkdir(join(directory, "types"), { recursive: true });
    await writeFile(
      join(directory, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: examples.map(({ name }) => name) }),
    );
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const checked = await promisify(execFile)(process.execPath, [tsc, "-p", directory]).then(
      () => "",
      (failure: { readonly stdout: string }) => failure.stdout,
    );
    expect(checked).toBe("");
  });

  it("say something in the first room, or found one, and end when the room has it", async () => {
    for (const line of ["Hello from Node", "Hello again"]) {
      const child = run("say.ts", ["ada", password, line]);
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      expect(err).toBe("");
      expect(out).toContain(`: ${line}\n`);
    }
    const rooms = await ada.api.rooms();
    expect(rooms.map(({ name }) => name)).toEqual(["From Node"]);
    expect(await said(rooms[0] as Room)).toEqual(["Hello from Node", "Hello again"]);
  });

  it("answer, as a bot, also what was said while the bot's process was dead", async () => {
    const room = await createRoom(ada, { name: "Machines", visibility: "private" });
    const { bot } = await post<{ bot: { id: string } }>("/bots", token, { name: "Pong", username: "pong" });
    const { token: botToken } = await post<{ token: string }>(`/bots/${bot.id}/tokens`, token, {
      label: "CI",
    });
    await post(`/rooms/${room.id}/members`, token, { user: "pong" });
    const say = (line: string) =>
      post(`/rooms/${room.id}/messages`, token, { id: crypto.randomUUID(), text: line });
    const pongs = async () => (await said(room)).filter((line) => line === "pong").length;

    const first = run("bot.ts", [], { PARLEY_TOKEN: botToken });
    await expect.poll(() => cloud.gateway.connections().length, { timeout: 20_000 }).toBe(1);
    await say("!ping");
    await expect.poll(pongs, { timeout: 20_000 }).toBe(1);
    // Past the second within which it keeps how far it has come.
    await new Promise((done) => setTimeout(done, 2_000));
    first.kill("SIGKILL");
    await expect.poll(() => cloud.gateway.connections().length, { timeout: 20_000 }).toBe(0);
    await say("!ping");
    run("bot.ts", [], { PARLEY_TOKEN: botToken });
    await expect.poll(pongs, { timeout: 20_000 }).toBe(2);
  });
});
