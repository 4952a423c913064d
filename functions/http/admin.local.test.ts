import type { AdminUser } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, type Person } from "../../packages/lab/src/testing/create-person.ts";
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

  it("leaves a trace of everything in the audit log", async () => {
    const { body } = await call<{ entries: { actor: string; action: string }[] }>(
      root,
      "GET",
      `/admin/audit?actor=${root.user.id}`,
    );
    expect(body.entries.map(({ action }) => action)).toEqual(["user.unbanned", "user.banned"]);
  });
});
