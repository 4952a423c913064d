import { randomUUID } from "node:crypto";
import type { Member, MessagesAnswer, Room } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { PlainSocket } from "../../packages/lab/src/testing/plain-socket.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";

let cloud: Cloud;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  [ada, bob] = await Promise.all([createPerson(cloud, "Ada"), createPerson(cloud, "Bob")]);
});
afterAll(() => cloud?.stop());

const call = <T = { error: { code: string; fields?: object } }>(
  person: Person,
  method: string,
  path: string,
  body?: unknown,
) => callApi<T>(cloud.apiUrl, { method, path, body, token: person.token });

describe("an account", () => {
  it("is exported whole, page by page, with nothing of others and no secret", async () => {
    const { body } = await call<{ room: Room }>(bob, "POST", "/rooms", {
      name: "Export",
      visibility: "public",
      members: [ada.username],
    });
    const path = `/rooms/${body.room.id}/messages`;
    await call(bob, "POST", path, { id: randomUUID(), text: "by Bob" });
    await call(ada, "POST", path, { id: randomUUID(), text: "by Ada" });
    await call(bob, "POST", "/bots", { name: "Bell", username: "bobs_bell" });
    await call(ada, "POST", "/bots", { name: "Horn", username: "adas_horn" });
    const kept = await call<{ messages: { text: string }[]; memberships: object[]; bots: object[] }>(
      bob,
      "GET",
      "/me/export",
    );
    expect(kept.body.messages.map(({ text }) => text)).toEqual(["by Bob"]);
    expect(kept.body.memberships).toMatchObject([{ room: body.room.id, role: "owner" }]);
    expect(kept.body.bots).toMatchObject([{ name: "Bell", username: "bobs_bell" }]);
    const text = JSON.stringify(kept.body);
    expect(text).toContain(bob.email);
    expect(text).not.toContain(bob.token.split(".")[0]);
    expect(text).not.toMatch(/scrypt|password|token/i);
  });

  it("that is deleted is nobody any more; what was said stays, and no room is left without an owner", async () => {
    const gone = await createPerson(cloud, "Gone");
    const made = await call<{ room: Room }>(gone, "POST", "/rooms", {
      name: "Kept",
      visibility: "public",
      members: [ada.username],
    });
    const direct = await call<{ room: Room }>(gone, "POST", "/rooms/direct", { user: ada.username });
    const path = `/rooms/${made.body.room.id}`;
    await call(gone, "POST", `${path}/messages`, { id: randomUUID(), text: "I was here" });
    const socket = await PlainSocket.open(cloud, gone);
    await socket.answer(socket.send({ action: "ping" }));

    const wrong = await call(gone, "POST", "/auth/delete-user", { password: "not the one" });
    expect(wrong.body.error).toMatchObject({ code: "invalid", fields: { password: "is wrong" } });
    expect((await call(gone, "POST", "/auth/delete-user", { password: gone.password })).status).toBe(200);

    expect((await socket.next("signed_out")).type).toBe("signed_out");
    expect((await call(gone, "GET", "/me")).status).toBe(401);
    const signIn = await callApi(cloud.apiUrl, {
      method: "POST",
      path: "/auth/sign-in/email",
      body: { email: gone.email, password: gone.password },
    });
    expect(signIn.status).toBe(401);
    const found = await call<{ users: object[] }>(ada, "GET", `/users?q=${gone.username}`);
    expect(found.body.users).toEqual([]);

    const page = await call<MessagesAnswer>(ada, "GET", `${path}/messages`);
    expect(page.body.messages.map(({ text }) => text)).toEqual(["I was here"]);
    const { body } = await call<{ members: Member[] }>(ada, "GET", `${path}/members`);
    expect(body.members.map(({ user, role }) => [user.id, role])).toEqual([[ada.user.id, "owner"]]);
    const left = await call<{ room: Room }>(ada, "GET", `/rooms/${direct.body.room.id}`);
    expect(left.body.room.name).toBe("Deleted user");

    const again = await callApi(cloud.apiUrl, {
      method: "POST",
      path: "/auth/sign-up/email",
      body: {
        name: "New",
        lastName: "One",
        username: gone.username,
        email: gone.email,
        password: gone.password.toUpperCase(),
      },
    });
    expect(again.status).toBe(200);
  });
});
