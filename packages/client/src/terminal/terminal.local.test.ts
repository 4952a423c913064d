import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Cloud, startCloud } from "@parley/local/cloud";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withAccount } from "../account.ts";
import { createChat } from "../create-chat.ts";
import { createRoom } from "../http/rooms.ts";
import { fileStorage } from "../storage/file-storage.ts";
import { signUpVerified } from "../testing/sign-up-verified.ts";
import { outboxDirectory } from "./session-file.ts";
import { type FakeTerminal, fakeTerminal } from "./testing/fake-terminal.ts";

/** The terminal client as people and scripts use it, against the real service on loopback. */
let cloud: Cloud;
let home: string;
const password = "correct horse battery";
const room = "The Globe";
const parley = fileURLToPath(new URL("parley.ts", import.meta.url));
const terminals: FakeTerminal[] = [];

beforeAll(async () => {
  cloud = await startCloud({ environment: { LIMIT_MESSAGES: "2/second,30/minute" } });
  home = await mkdtemp(join(tmpdir(), "parley-terminal-"));
  const founder = withAccount(createChat({ apiUrl: cloud.apiUrl }));
  await signUpVerified(cloud, { username: "ada", password });
  await signUpVerified(cloud, { username: "ben", password });
  await founder.account.signIn({ login: "ada", password });
  await createRoom(founder, { name: room, topic: "A stage", visibility: "public" });
  founder.close();
});
afterAll(async () => {
  for (const terminal of terminals) terminal.interrupt();
  await cloud?.stop();
  if (home !== undefined) await rm(home, { recursive: true });
});

const environmentOf = (person: string) => ({
  PATH: process.env.PATH ?? "",
  HOME: join(home, person),
  PARLEY_URL: cloud.pageUrl,
});

interface Ran {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `parley` in a process of its own, as a shell does. */
async function ran(person: string, args: readonly string[], input = "", env: object = {}): Promise<Ran> {
  const child = spawn(process.execPath, [parley, ...args], { env: { ...environmentOf(person), ...env } });
  child.stdin.on("error", () => undefined).end(input);
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await ended, out, err };
}

function atTerminal(person: string, args: readonly string[]): FakeTerminal {
  const terminal = fakeTerminal(args, environmentOf(person));
  terminals.push(terminal);
  return terminal;
}

const jsonLines = (out: string) =>
  out
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test("without a session every command says in one sentence that one is needed, with exit code 3", async () => {
  const { exitCode, out, err } = await ran("ada", ["rooms"]);
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: "" });
  expect(err).toBe(`parley: You are not signed in to ${cloud.pageUrl}: run \`parley sign-in\`.\n`);
  const asJson = await ran("ada", ["rooms", "--json"]);
  expect(JSON.parse(asJson.err)).toMatchObject({ error: { code: "unauthenticated" } });
});

test("a person signs in at a terminal, which never shows the password; the token is theirs alone", async () => {
  const terminal = atTerminal("ada", ["sign-in"]);
  await terminal.sees("Username or e-mail:");
  await terminal.types("ada\r");
  await terminal.sees("Password:");
  await terminal.types(`${password}\r`);
  expect(await terminal.exitCode).toBe(0);
  await terminal.sees("as ada.");
  expect(terminal.everything()).not.toContain("correct");
  const path = join(home, "ada/.config/parley/sessions.json");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
  expect((await ran("ada", ["rooms"])).out).toMatch(/^The Globe +public +0 +1 +rom_\w+ +A stage$/m);
});

test("a script signs in with the password on stdin; a wrong one is refused with exit code 1", async () => {
  const wrong = await ran("ben", ["sign-in", "--login", "ben"], "wrong password\n");
  expect(wrong).toEqual({ exitCode: 1, out: "", err: "parley: The name or the password is wrong.\n" });
  const right = await ran("ben", ["sign-in", "--login", "ben", "--json"], `${password}\n`);
  expect(right).toMatchObject({ exitCode: 0, err: "" });
  expect(JSON.parse(right.out)).toMatchObject({ url: cloud.pageUrl, user: { username: "ben" } });
});

test("a room is found among the public ones, joined, written to by a pipe, and read back", async () => {
  const found = jsonLines((await ran("ben", ["rooms", "--public", "--json", "Globe"])).out);
  expect(found).toMatchObject([{ name: room, role: null }]);
  expect(await ran("ben", ["send", room], "too early")).toMatchObject({
    exitCode: 1,
    err: `parley: You are in no room "${room}".\n`,
  });
  for (const time of ["first", "second"]) {
    const joined = await ran("ben", ["join", "the globe"]);
    expect({ time, ...joined }).toEqual({ time, exitCode: 0, out: `You are in ${room}.\n`, err: "" });
  }
  expect((await ran("ben", ["send", "@nobody", "hi"])).err).toBe("parley: Nobody here is called @nobody.\n");
  expect(await ran("ben", ["send", room], " \n")).toMatchObject({
    exitCode: 1,
    err: "parley: There is nothing to send.\n",
  });
  const sent = await ran("ben", ["send", room, "--json"], "hi from a pipe\n");
  expect(sent).toMatchObject({ exitCode: 0, err: "" });
  const history = await ran("ada", ["history", room, "--json"]);
  const [first] = jsonLines(history.out);
  expect(first).toMatchObject({ text: "hi from a pipe", username: "ben" });
  expect(JSON.parse(sent.out)).toMatchObject({ message: first.id, seq: first.seq, user: "ben" });
  expect(await outboxOf("ben")).toEqual([]);
});

test("each line of a pipe can be a message; the throttle slows them and loses none", async () => {
  const lines = ["one", "two", "three", "four", "five"];
  const sent = await ran("ben", ["send", room, "--lines"], `${lines.join("\n\n")}\n`);
  expect(sent).toMatchObject({ exitCode: 0, err: "" });
  const history = jsonLines((await ran("ben", ["history", room, "--limit", "5", "--json"])).out);
  expect(history.map((message) => message.text)).toEqual(lines);
});

test("what others write reaches a terminal without escape sequences, and a script exactly as it is", async () => {
  const evil = "\u001b]0;owned\u0007\u001b[2Jred\u202e \u009b31malert";
  expect((await ran("ben", ["send", room, evil])).exitCode).toBe(0);
  const shown = await ran("ada", ["history", room, "--limit", "1"]);
  expect(shown.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d ben: red alert\n$/);
  const asJson = await ran("ada", ["history", room, "--limit", "1", "--json"]);
  // oxlint-disable-next-line no-control-regex
  expect(asJson.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(jsonLines(asJson.out)).toMatchObject([{ text: evil }]);
});

test("two people at terminals see each other: history, speech, who is writing, and a cut network", async () => {
  const ada = atTerminal("ada", ["chat", room]);
  const ben = atTerminal("ben", ["chat", room]);
  await Promise.all([ada.sees("five"), ben.sees("five")]);
  // Typed before they are connected: it waits, and then both are.
  await Promise.all([ada.types("Stand!\r"), ben.types("Stand, ho!\r")]);
  await Promise.all([ada.sees(/ben {2}Stand, ho!/), ben.sees(/ada {2}Stand!/)]);
  // One notice in three seconds is passed on, so that the first may have been spent on what was typed before.
  await vi.waitFor(
    async () => {
      await ada.types("x");
      await ada.types("\u007f");
      expect(ben.everything()).toContain("ada is writing");
    },
    { timeout: 30_000, interval: 1_000 },
  );
  await ada.types("Who's there? 你好 👩‍👩‍👧");
  await ada.types("\r");
  await Promise.all([
    ada.sees(/ada {2}Who's there\? 你好 👩‍👩‍👧/),
    ben.sees(/ada {2}Who's there\? 你好 👩‍👩‍👧/),
  ]);

  for (const { connectionId } of cloud.gateway.connections()) cloud.gateway.drop(connectionId);
  await ben.types("Nay, answer me.\r");
  await Promise.all([ada.sees(/ben {2}Nay, answer me\./), ben.sees(/ben {2}Nay, answer me\./)]);

  await ben.types("/nonsense\r");
  await ben.sees("/quit leaves");
  await ben.types("/quit\r");
  await ada.types("\u0003");
  expect(await Promise.all([ada.exitCode, ben.exitCode])).toEqual([0, 0]);
  expect(ada.isRaw()).toBe(false);
});

test("in a window of another width the last lines are drawn anew by it, under the title and the day", async () => {
  const ada = atTerminal("ada", ["chat", room]);
  await ada.sees("Nay, answer me.");
  await ada.types("a draft that stays, and is longer than fifty cells");
  ada.resize(48);
  await vi.waitFor(() => {
    const [title, day, ...rows] = ada.screen().split(/\r?\n/);
    expect(title).toBe(`${room}: A stage`);
    expect(day).toMatch(/^\w+, \d+ \w+ \d{4}$/);
    expect(rows.filter((row) => row.length > 48)).toEqual([]);
    expect(rows.join("\n")).toMatch(/^\d\d:\d\d ben {2}Nay, answer me\./m);
    expect(rows.join("\n")).toContain("> a draft that stays, and is longer than");
  });
  await ada.types("\u0003");
  expect(await ada.exitCode).toBe(0);
});

test("past the throttle the input counts down, and the message goes out by itself", async () => {
  const ada = atTerminal("ada", ["chat", room]);
  await ada.sees("Nay, answer me.");
  await ada.types("a\rb\rc\rd\r");
  await ada.sees(/goes out in \d+ s/);
  await ada.sees(/ada {2}d/);
  await ada.types("\u0004");
  expect(await ada.exitCode).toBe(0);
});

test("without a terminal, chat prints lines of JSON and sends the lines that it reads", async () => {
  const child = spawn(process.execPath, [parley, "chat", room, "--json"], { env: environmentOf("ben") });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    out += piece;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  child.stdin.end("said by a bot\n");
  await vi.waitFor(() => expect(out).toContain("said by a bot"), 15_000);
  await ran("ada", ["send", room, "heard by a bot"]);
  await vi.waitFor(() => expect(out).toContain("heard by a bot"), 15_000);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  const last = jsonLines(out).at(-1);
  expect(last).toMatchObject({ type: "message", username: "ada", isOwn: false });
});

test("a message that a Ctrl-C cut off is kept, told so with exit code 130, and sent once by the next run", async () => {
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at} of twelve`);
  const child = spawn(process.execPath, [parley, "send", room, "--lines", "--json"], {
    env: environmentOf("ada"),
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const err = text(child.stderr);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    out += piece;
  });
  child.stdin.end(lines.join("\n"));
  await vi.waitFor(() => expect(jsonLines(out).length).toBeGreaterThanOrEqual(3), 20_000);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(JSON.parse(await err)).toMatchObject({
    error: { message: "Interrupted. It is kept and goes out with a later run." },
  });
  const next = `line ${jsonLines(out).length} of twelve`;
  expect(await outboxOf("ada")).toMatchObject([{ text: next }]);

  expect((await ran("ada", ["send", room, "the next run"])).exitCode).toBe(0);
  const history = jsonLines((await ran("ada", ["history", room, "--json"])).out);
  const said = history.map((message) => message.text).filter((line) => /of twelve|next run/.test(line));
  expect(said).toEqual([...lines.slice(0, jsonLines(out).length + 1), "the next run"]);
  expect(await outboxOf("ada")).toEqual([]);
});

test("Ctrl-C ends a command that still waits for something to read, with exit code 130", async () => {
  const child = spawn(process.execPath, [parley, "send", room], { env: environmentOf("ada") });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const err = text(child.stderr);
  await vi.waitFor(() => expect(cloud.gateway.connections().length).toBeGreaterThan(0), 20_000);
  child.kill("SIGINT");
  expect({ exitCode: await ended, err: await err }).toEqual({
    exitCode: 130,
    err: "parley: Interrupted.\n",
  });
  expect(await outboxOf("ada")).toEqual([]);
});

test("a service that cannot be reached is told in one sentence, with exit code 4", async () => {
  const gone = { PARLEY_URL: "http://127.0.0.1:9", PARLEY_TOKEN: "a-token" };
  expect(await ran("ada", ["rooms"], "", gone)).toMatchObject({
    exitCode: 4,
    err: "parley: No answer from http://127.0.0.1:9.\n",
  });
});

test("a demo sends as many messages as it was asked to, and tells how long they took", async () => {
  const told = await ran("ben", ["demo", room, "--rate", "5", "--count", "4", "--json"]);
  expect(told).toMatchObject({ exitCode: 0, err: "" });
  expect(JSON.parse(told.out)).toEqual({
    sent: 4,
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
  });
});

test("after a sign-out the token is gone, here and at the service", async () => {
  const path = join(home, "ben/.config/parley/sessions.json");
  const { sessions } = JSON.parse(await readFile(path, "utf8"));
  const { token } = sessions[cloud.pageUrl];
  expect((await ran("ben", ["sign-out", "--forget"])).out).toBe(`You are signed out of ${cloud.pageUrl}.\n`);
  expect(await readFile(path, "utf8")).not.toContain(token);
  expect((await ran("ben", ["rooms"])).exitCode).toBe(3);
  const stolen = await ran("ben", ["rooms"], "", { PARLEY_TOKEN: token });
  expect(stolen).toMatchObject({ exitCode: 3 });
});

function outboxOf(person: string): Promise<unknown[]> {
  return fileStorage(outboxDirectory(environmentOf(person), cloud.pageUrl)).entries();
}
