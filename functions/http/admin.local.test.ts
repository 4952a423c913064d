import type {
  AdminMessage,
  AdminSession,
  AdminUser,
  EventsAnswer,
  MessageAnswer,
  Room,
} from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, createRoom, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { PlainSocket } from "../../packages/lab/src/testing/plain-socket.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";
import { operations } from "./documents/operations.ts";

let cloud: Cloud;
let root: Person;
let bob: Person;

beforeAll(async () => {
  cloud = await startCloud({ environment: { ...noLimits, ADMIN_EMAIL: "root@example.test" } });
  [root, bob] = await Promise.all([
    createPerson(cloud, "Root", "root@example.test"),
    createPerson(cloud, "Bob"),
  ]);
});
afterAll(() => cloud?.stop());

const call = <T = { error: { code: string } }>(
  person: Person,
  method: string,
  path: string,
  body?: unknown,
) => callApi<T>(cloud.apiUrl, { method, path, body, token: person.token });
const signIn = ({ email, password }: Person) =>
  callApi<{ error?: { code: string } }>(cloud.apiUrl, {
    method: "POST",
    path: "/auth/sign-in/email",
    body: { email, password },
  });

describe("administration", () => {
  it("is for the account that the settings name, and for no other", async () => {
    for (const { method, path } of operations.filter(({ tag }) => tag === "admin")) {
      const target = path.replace("{user}", root.user.id).replace("{room}", "rom_none");
      const { status, body } = await call(bob, method.toUpperCase(), target);
      expect([path, status, body.error.code]).toEqual([path, 403, "forbidden"]);
    }
    expect(root.user.role).toBe("admin");
    expect(bob.user.role).toBe("user");
  });

  it("[SEC5] shuts a person out at once, keeps them out, and lets them in again", async () => {
    const eve = await createPerson(cloud, "Eve");
    const socket = await PlainSocket.open(cloud, eve);
    await socket.answer(socket.send({ action: "ping" }));
    expect((await call(root, "POST", `/admin/users/${eve.user.id}/ban`)).status).toBe(204);
    expect((await socket.next("signed_out")).type).toBe("signed_out");
    expect((await call(eve, "GET", "/me")).status).toBe(401);
    const refused = await signIn(eve);
    expect([refused.status, refused.body.error?.code]).toEqual([403, "forbidden"]);
    const { body } = await call<{ users: AdminUser[] }>(root, "GET", `/admin/users?q=${eve.username}`);
    expect(body.users).toMatchObject([{ id: eve.user.id, sessions: 0, bannedAt: expect.any(String) }]);
    expect((await call(root, "POST", `/admin/users/${eve.user.id}/unban`)).status).toBe(204);
    expect((await signIn(eve)).status).toBe(200);
    expect((await call(root, "POST", `/admin/users/${root.user.id}/ban`)).status).toBe(409);
  });

  it("[MSG12] removes a message as an event of its room, looks into no direct one, and does no more there", async () => {
    const { id } = await createRoom(cloud, bob, { visibility: "private" });
    const path = `/rooms/${id}/messages`;
    const said = await call<MessageAnswer>(bob, "POST", path, { id: "1", text: "Something Foul" });
    const found = await call<{ messages: AdminMessage[] }>(root, "GET", `/admin${path}?q=foul`);
    expect(found.body.messages).toMatchObject([
      { id: said.body.message.id, text: "Something Foul", user: { id: bob.user.id }, deletedAt: null },
    ]);
    const target = `/admin${path}/${said.body.message.id}`;
    expect((await call(root, "DELETE", target)).status).toBe(204);
    expect((await call(root, "DELETE", target)).status).toBe(204);
    expect((await call(root, "DELETE", `/admin${path}/msg_none`)).status).toBe(404);
    const log = await call<EventsAnswer>(bob, "GET", `/rooms/${id}/events?after=2`);
    expect(log.body.events).toMatchObject([
      { kind: "message.deleted", user: root.user.id, by: root.user.id, messageId: said.body.message.id },
    ]);
    expect((await call(root, "GET", path)).status).toBe(404);
    expect((await call(root, "POST", path, { id: "2", text: "hello" })).status).toBe(404);
    const eve = await createPerson(cloud, "Eve");
    const direct = await call<{ room: Room }>(bob, "POST", "/rooms/direct", { user: eve.username });
    expect((await call(root, "GET", `/admin/rooms/${direct.body.room.id}/messages`)).status).toBe(404);
  });

  it("[SEC5] lists where somebody is signed in and ends one of the sessions with its sockets", async () => {
    const eve = await createPerson(cloud, "Eve");
    const elsewhere = (await signIn(eve)).headers.get("set-auth-token") ?? "";
    const socket = await PlainSocket.open(cloud, eve);
    await socket.answer(socket.send({ action: "ping" }));
    const path = `/admin/users/${eve.user.id}/sessions`;
    const { body } = await call<{ sessions: AdminSession[] }>(root, "GET", path);
    expect(body.sessions).toHaveLength(2);
    const first = body.sessions.at(-1);
    expect(first).toMatchObject({ address: "127.0.0.1", userAgent: "node" });
    expect((await call(root, "DELETE", `${path}/${first?.id}`)).status).toBe(204);
    await socket.until(() => socket.closed, "the close", 1_000);
    expect((await call(eve, "GET", "/me")).status).toBe(401);
    expect((await call({ ...eve, token: elsewhere }, "GET", "/me")).status).toBe(200);
    expect((await call(root, "DELETE", `${path}/${first?.id}`)).status).toBe(404);
  });

  it("makes others administrators, and none any more, but not oneself", async () => {
    const eve = await createPerson(cloud, "Eve");
    const role = (person: Person, to: string) =>
      call(root, "PUT", `/admin/users/${person.user.id}/role`, { role: to });
    expect((await role(eve, "admin")).status).toBe(204);
    expect((await call(eve, "GET", "/admin/users")).status).toBe(200);
    expect((await role(eve, "user")).status).toBe(204);
    expect((await call(eve, "GET", "/admin/users")).status).toBe(403);
    expect((await role(root, "user")).status).toBe(409);
    const { body } = await call<{ users: AdminUser[] }>(root, "GET", "/admin/users?q=root@example.test");
    expect(body.users).toMatchObject([{ id: root.user.id, role: "admin" }]);
  });

  it("finds every change of a room as an event of its log, and as an entry of the audit log", async () => {
    const eve = await createPerson(cloud, "Eve");
    const { id } = await createRoom(cloud, bob, { visibility: "public" });
    const path = `/rooms/${id}`;
    const changes: [Person, string, string, unknown?][] = [
      [eve, "POST", `${path}/join`],
      [bob, "PATCH", path, { name: "Renamed", topic: "New", slowModeMs: 1_000 }],
      [bob, "PATCH", `${path}/members/${eve.user.id}`, { role: "moderator" }],
      [
        bob,
        "PATCH",
        `${path}/members/${eve.user.id}`,
        { role: "member", mutedUntil: "2099-01-01T00:00:00.000Z" },
      ],
      [bob, "DELETE", `${path}/members/${eve.user.id}`],
      [bob, "POST", `${path}/members`, { user: eve.username }],
      [eve, "POST", `${path}/leave`],
      [bob, "PATCH", path, { visibility: "private" }],
      [bob, "PATCH", path, { archived: true }],
    ];
    for (const [person, method, target, body] of changes) {
      expect((await call(person, method, target, body)).status).toBeLessThan(300);
    }
    const log = await call<EventsAnswer>(bob, "GET", `${path}/events?after=0`);
    const kinds = log.body.events.map(({ kind }) => kind);
    expect(kinds.slice(1)).toEqual([
      "member.joined",
      "room.updated",
      "member.role",
      "member.role",
      "member.left",
      "member.joined",
      "member.left",
      "room.updated",
      "room.updated",
    ]);
    const { body } = await call<{ entries: { action: string }[] }>(root, "GET", `/admin/audit?room=${id}`);
    expect(body.entries.map(({ action }) => action).toReversed()).toEqual(kinds);
  });

  it("leaves a trace of everything in the audit log", async () => {
    const { body } = await call<{ entries: { actor: string; action: string }[] }>(
      root,
      "GET",
      `/admin/audit?actor=${root.user.id}`,
    );
    expect(body.entries.map(({ action }) => action)).toEqual([
      "user.role",
      "user.role",
      "user.signed_out",
      "message.deleted",
      "room.inspected",
      "user.unbanned",
      "user.banned",
    ]);
  });
});
