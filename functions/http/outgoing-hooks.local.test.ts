import { execFile } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CreatedOutgoingHookAnswer, MessageAnswer, OutgoingHook, Room } from "@parley/protocol";
import { openDatabase } from "@parley/stores/postgres/database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

/** Outgoing webhooks over the real queue, to a receiver on this machine. */
let cloud: Cloud;
let ada: Person;
let bob: Person;

interface Received {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

let received: Received[] = [];
let answer: (response: ServerResponse) => void;
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const header = (name: string) => String(request.headers[`webhook-${name}`]);
  received.push({ id: header("id"), timestamp: header("timestamp"), signature: header("signature"), body });
  answer(response);
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  cloud = await startCloud({ environment: noLimits });
  [ada, bob] = (await Promise.all(["Ada", "Bob"].map((name) => createPerson(cloud, name)))) as [
    Person,
    Person,
  ];
});
afterAll(async () => {
  await cloud?.stop();
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  received = [];
  answer = (response) => response.writeHead(204).end();
});

const call = <T>(by: Person, method: string, path: string, body?: unknown) =>
  callApi<T>(cloud.apiUrl, { method, path, body, token: by.token });
const say = async (room: Room, text: string) => {
  const path = `/rooms/${room.id}/messages`;
  return (await call<MessageAnswer>(ada, "POST", path, { id: randomUUID(), text })).body.message;
};

async function createHook(room: Room, body: object = {}): Promise<CreatedOutgoingHookAnswer> {
  const asked = { name: "Receiver", url, ...body };
  const made = await call<CreatedOutgoingHookAnswer>(ada, "POST", `/rooms/${room.id}/hooks/outgoing`, asked);
  expect(made.status).toBe(201);
  return made.body;
}

async function readHook(room: Room): Promise<OutgoingHook | undefined> {
  const path = `/rooms/${room.id}/hooks/outgoing`;
  return (await call<{ hooks: OutgoingHook[] }>(ada, "GET", path)).body.hooks[0];
}

async function waitFor<T>(look: () => T | Promise<T>, expected: NoInfer<T>): Promise<void> {
  await expect.poll(look, { timeout: 20_000, interval: 100 }).toEqual(expected);
}
const texts = () =>
  received.map(({ body }) => (JSON.parse(body) as { data: { message: { text: string } } }).data.message.text);

describe("an outgoing webhook", () => {
  it("[HOOK3] [HOOK6] is sent what was said after it was made, signed, soon after it was said", async () => {
    const room = await createRoom(cloud, ada, { visibility: "private" });
    await say(room, "before");
    const { hook, secret } = await createHook(room);
    const messages = [await say(room, "one"), await say(room, "two")];
    await waitFor(texts, ["one", "two"]);
    expect(received.map(({ id }) => id)).toEqual(messages.map(({ seq }) => `${hook.id}.${seq}`));
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    for (const { id, timestamp, signature, body } of received) {
      const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
      expect(signature).toBe(`v1,${expected}`);
      expect(Math.abs(Date.now() / 1_000 - Number(timestamp))).toBeLessThan(60);
    }
    await waitFor(async () => (await readHook(room))?.deliveredSeq, messages.at(-1)?.seq);
    expect(JSON.stringify(await readHook(room))).not.toContain("whsec_");
    expect(JSON.stringify(cloud.logs())).not.toContain(secret);
  });

  it("[HOOK4] comes back to a receiver that refused, under the same id, and then goes on", async () => {
    const room = await createRoom(cloud, ada);
    const { hook } = await createHook(room);
    const faults: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    ];
    answer = (response) => {
      const fault = faults.shift();
      if (fault === undefined) response.writeHead(200).end();
      else fault(response);
    };
    const { seq } = await say(room, "three");
    await waitFor(
      async () => (await readHook(room))?.lastFailure,
      "It answered 302; redirects are not followed.",
    );
    await say(room, "four");
    await waitFor(texts, ["three", "three", "four"]);
    expect(received.slice(0, 2).map(({ id }) => id)).toEqual([`${hook.id}.${seq}`, `${hook.id}.${seq}`]);
    await waitFor(async () => (await readHook(room))?.failures, 0);
  });

  it("[HOOK7] that nobody asked for is found by the sweep", async () => {
    const room = await createRoom(cloud, ada);
    const path = `/rooms/${room.id}/hooks/outgoing`;
    const { hook } = await createHook(room);
    const off = await call(ada, "PATCH", `${path}/${hook.id}`, { enabled: false });
    expect(off.status).toBe(200);
    await say(room, "while it was off");
    // As a drainer that dies after its commit leaves it: durable, and nobody asked.
    const database = openDatabase({
      url: String(cloud.settings["DATABASE_URL"]),
      wsProxy: String(cloud.settings["DATABASE_WS_PROXY"]),
    });
    await database.withClient((client) =>
      client.query("update outgoing_webhooks set disabled_at = null where id = $1", [hook.id]),
    );
    await database.end();
    await cloud.invoke("sweep", {});
    await waitFor(texts, ["while it was off"]);
  });

  it("[HOOK5] is made by hosts alone, for an address that may be sent to", async () => {
    const room = await createRoom(cloud, ada, { visibility: "public", members: [bob.username] });
    const path = `/rooms/${room.id}/hooks/outgoing`;
    expect((await call(bob, "POST", path, { name: "Mine", url })).status).toBe(403);
    for (const bad of ["ftp://example.test/", "nowhere", "https://u:p@example.test/"]) {
      const refused = await call<{ error: { fields: object } }>(ada, "POST", path, { name: "Bad", url: bad });
      expect([bad, refused.status, Object.keys(refused.body.error.fields)]).toEqual([bad, 400, ["url"]]);
    }
  });
});

describe("docs/integrations.md", () => {
  it("[HOOK6] has commands that do what it says, and a check that tells what is ours", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/integrations.md"), "utf8");
    const blocksOf = (language: string) =>
      [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
        ([, code = ""]) => code,
      );
    const room = await createRoom(cloud, ada);
    const commands = ["set -euo pipefail", ...blocksOf("sh"), 'echo; echo "$secret"'].join("\n");
    const env = { ...process.env, api: cloud.apiUrl, token: ada.token, room: room.id, receiver: url };
    const { stdout } = await promisify(execFile)("bash", ["-c", commands], { env, timeout: 30_000 });
    expect(stdout).toContain('"text":"Release 7 is out."');
    expect(stdout).toContain('"text":"Build 42 passed."');
    const secret = stdout.trim().split("\n").at(-1) ?? "";
    await say(room, "signed");
    await waitFor(texts, ["signed"]);
    const [code = ""] = blocksOf("js");
    const { isFromParley } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isFromParley: (secret: string, headers: Record<string, string>, body: string) => boolean;
    };
    const [{ id, timestamp, signature, body }] = received as [Received];
    const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
    expect(isFromParley(secret, headers, body)).toBe(true);
    expect(isFromParley(secret, headers, `${body} `)).toBe(false);
    expect(isFromParley(`${secret.slice(0, -4)}AAA=`, headers, body)).toBe(false);
    expect(isFromParley(secret, { ...headers, "webhook-timestamp": "1" }, body)).toBe(false);
  });
});
