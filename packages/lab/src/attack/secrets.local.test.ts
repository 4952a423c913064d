import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Cloud, startCloud } from "@parley/local/cloud";
import { bundleDirectory } from "@parley/local/lambda/bundle";
import type { RoomId } from "@parley/protocol";
import { environment } from "@parley/topology";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../testing/call-api.ts";
import { createPerson, createRoom, type Person, readMails } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import { findSecrets } from "./find-secrets.ts";

const root = resolve(import.meta.dirname, "../../../..");
const marker = "nobody may read this but those in the room";
const known = new Map<string, string>();
const lines: string[] = [];
let cloud: Cloud;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  cloud = await startCloud({
    web: "build",
    environment: noLimits,
    log: (line) => lines.push(JSON.stringify(line)),
  });
  for (const [name, { secret }] of Object.entries(environment)) {
    if (secret) known.set(name, cloud.settings[name] ?? "");
  }
  known.set("the database's password", new URL(cloud.postgres.url).password);
  [ada, bob] = [await createPerson(cloud), await createPerson(cloud, "Bob")];
}, 180_000);
afterAll(() => cloud?.stop());

function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return callApi<T>(cloud.apiUrl, { method, path, token: ada.token, body, headers });
}

/** Everything that a person does with a secret, done well and done badly. */
async function liveADay(): Promise<void> {
  known.set("a password", ada.password);
  known.set("a session's token", decodeURIComponent(ada.token).split(".")[0] ?? "");
  const wrong = { email: ada.email, password: "a wrong secret of nobody's" };
  known.set("a wrong password", wrong.password);
  await call("POST", "/auth/sign-in/email", wrong);
  const signedIn = await call("POST", "/auth/sign-in/email", { email: ada.email, password: ada.password });
  known.set("a cookie", /=([^;]+)/.exec(signedIn.headers.get("set-cookie") ?? "")?.[1] ?? "");
  const changed = { currentPassword: ada.password, newPassword: "another horse battery staple" };
  known.set("a new password", changed.newPassword);
  await call("POST", "/auth/change-password", changed);
  await call("POST", "/auth/request-password-reset", { email: ada.email });
  for (const { body } of await readMails(cloud, ada.email)) {
    const token = /[?&]token=([^\s&"'<>]+)/.exec(body.text ?? "")?.[1];
    if (token !== undefined) known.set(`the token of mail ${known.size}`, token);
  }
  await call("POST", "/auth/reset-password", {
    token: "a token of nobody's",
    newPassword: changed.newPassword,
  });

  const room = await createRoom(cloud, ada, { visibility: "private" });
  const invite = await call<{ code: string }>("POST", `/rooms/${room.id}/invites`, {});
  known.set("an invite's code", invite.body.code);
  await callApi(cloud.apiUrl, {
    method: "POST",
    path: `/invites/${invite.body.code}/accept`,
    token: bob.token,
  });
  const bot = await call<{ bot: { id: string } }>("POST", "/bots", { name: "Robot", username: "robot_one" });
  const token = await call<{ token: string }>("POST", `/bots/${bot.body.bot.id}/tokens`, { label: "one" });
  known.set("a bot's own token", token.body.token);
  await callApi(cloud.apiUrl, { path: "/me", token: token.body.token });
  const ticket = await call<{ ticket: string; url: string }>("POST", "/ws-ticket");
  known.set("a ticket", ticket.body.ticket);
  await fetch(`${ticket.body.url.replace("ws:", "http:")}?ticket=${ticket.body.ticket}`);

  known.set("a message", marker);
  const socket = await PlainSocket.open(cloud, ada);
  await socket.answer(
    socket.send({ action: "subscribe", rooms: { [room.id]: 0 } as Record<RoomId, number> }),
  );
  await socket.answer(socket.send({ action: "typing", room: "rom_none" as RoomId }));
  socket.sendRaw(`{"action":"message.send","id":"x","room":"${room.id}","text":"${marker}","user":"me"}`);
  socket.send({ action: "message.send", room: room.id, text: marker });
  await socket.next("events");
  await call("GET", `/search?q=${encodeURIComponent(marker)}`);
  await call("POST", `/rooms/${room.id}/messages`, `{"id":"y","text":"${marker}`);
  await cloud.postgres.kill();
  await call("POST", `/rooms/${room.id}/messages`, { id: "z", text: marker });
  await cloud.postgres.start();
  await call("POST", "/auth/sign-out", {});
  socket.close();
}

function readFiles(folder: string, kinds: RegExp): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kinds.test(entry.name))
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]);
}

describe("[SEC4] [SEC22] secrets", () => {
  it("stand in no log line of a whole day, whatever goes wrong in it", async () => {
    await liveADay();
    const own = [...known].filter(([name]) => !(name in environment));
    for (const one of own) expect(one).toEqual([expect.anything(), expect.stringMatching(/.{8}/)]);
    expect(lines.length).toBeGreaterThan(30);
    const found = lines.flatMap((line) =>
      findSecrets(line, known).map((name) => `${name}: ${line.slice(0, 300)}`),
    );
    expect(found).toEqual([]);
  });

  it("stand in no bundle of a function, and in no file of the page", () => {
    const files = [
      ...readFiles(bundleDirectory(cloud.dataDir), /\.m?js$/),
      ...readFiles(join(root, "web/dist"), /\.(js|css|html|json|map|webmanifest)$/),
    ];
    expect(files.length).toBeGreaterThan(15);
    expect(
      files.flatMap(([name, text]) => findSecrets(text, known).map((one) => `${one} in ${name}`)),
    ).toEqual([]);
  });
});
