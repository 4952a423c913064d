import type { Me } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import {
  createPerson,
  type Person,
  readMails,
  readVerificationToken,
} from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { PlainSocket } from "../../packages/lab/src/testing/plain-socket.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";
import { secretiveFloorMs } from "./account/pace-answer.ts";

let cloud: Cloud;
/** Somebody whose account no test changes. */
let ada: Person;
let made = 0;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  ada = await createPerson(cloud);
});
afterAll(() => cloud.stop());

interface Failure {
  readonly error: { code: string; message: string; fields?: Record<string, string>; requestId: string };
}

const post = <T = Failure>(
  path: string,
  body?: unknown,
  more: { token?: string; headers?: Record<string, string> } = {},
) => callApi<T>(cloud.apiUrl, { method: "POST", path, body, ...more });
const get = <T = Failure>(path: string, token?: string) => callApi<T>(cloud.apiUrl, { path, token });

function newcomer(change: Record<string, unknown> = {}) {
  made += 1;
  const username = `newcomer_${made}`;
  const email = `${username}@example.test`;
  return { name: "New", lastName: "Comer", username, email, password: "correct horse battery", ...change };
}

const withoutRequestId = ({ body: { error }, status }: { status: number; body: Failure }) => {
  const { requestId: _, ...rest } = error;
  return { status, error: rest };
};

/** A machine that is busy with other test files takes several times as long for everything, and varies by a part of it. */
const busyShare = 4;

/** Two answers that tell nothing apart: neither in what they say nor in the time that they take. */
function expectAlike(answers: readonly { status: number; body: unknown; tookMs: number }[]): void {
  const [one, other] = answers.map(({ status, body }) => ({ status, body }));
  expect(one).toEqual(other);
  const times = answers.map(({ tookMs }) => tookMs);
  const [most, least] = [Math.max(...times), Math.min(...times)];
  expect(most - least).toBeLessThan(300 + most / busyShare);
}

describe("signing up", () => {
  it("is refused field by field, with every fault at once", async () => {
    const answer = await post("/auth/sign-up/email", {
      name: "",
      lastName: "x".repeat(61),
      username: "a b",
      email: "nowhere",
      password: "password",
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe("invalid");
    expect(Object.keys(answer.body.error.fields ?? {})).toEqual([
      "name",
      "lastName",
      "username",
      "email",
      "password",
    ]);
  });

  it("[SEC8] refuses what a newcomer may not choose", async () => {
    for (const field of ["role", "emailVerified", "id", "createdAt"]) {
      const answer = await post("/auth/sign-up/email", newcomer({ [field]: "admin" }));
      expect(answer.body.error).toMatchObject({
        code: "invalid",
        fields: { body: expect.stringContaining(field) },
      });
    }
  });

  it("[SEC13] takes passwords of 8 to 128 characters that are neither common nor one's name", async () => {
    const refused = ["1234567", "x".repeat(129), "password123", "newcomer@example.test"];
    for (const password of refused) {
      const answer = await post(
        "/auth/sign-up/email",
        newcomer({ password, email: "newcomer@example.test" }),
      );
      expect(answer.body.error.fields).toEqual({ password: expect.any(String) });
    }
    const long = newcomer({ password: `${"\u00e9 ".repeat(63)}xy` });
    expect((await post("/auth/sign-up/email", long)).status).toBe(200);
    const cut = { email: long.email, password: long.password.slice(0, -1) };
    expect((await post("/auth/sign-in/email", cut)).status).toBe(401);
    expect((await post("/auth/sign-in/email", { email: long.email, password: long.password })).status).toBe(
      403,
    );
  });

  it("is conflict for a username that is taken", async () => {
    const answer = await post("/auth/sign-up/email", newcomer({ username: ada.username.toUpperCase() }));
    expect(answer.body.error).toMatchObject({ code: "conflict", fields: { username: "is taken" } });
  });

  it("[SEC14] says and takes the same for an address with an account and for one without", async () => {
    const { email } = await createPerson(cloud);
    const answers = [];
    const unheard = [1, 2, 3].map((each) => `unheard_${each}_of_${made}@example.test`);
    for (const address of unheard.flatMap((other) => [email, other])) {
      const body = newcomer({ email: address });
      const startedAtMs = Date.now();
      const answer = await post<{ token: null; user: object }>("/auth/sign-up/email", body);
      const headers = [...answer.headers.keys()].filter((name) => name !== "date");
      answers.push({
        ...answer,
        headers,
        body,
        tookMs: Date.now() - startedAtMs,
        keys: Object.keys(answer.body.user),
      });
      expect(answer.body).toEqual({
        token: null,
        user: {
          id: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
          name: body.name,
          lastName: body.lastName,
          username: body.username,
          email: address,
          emailVerified: false,
          createdAt: expect.any(String),
          updatedAt: expect.any(String),
        },
      });
    }
    const [known, unknown] = answers;
    expect(known?.status).toBe(200);
    expect([known?.status, known?.headers, known?.keys]).toEqual([
      unknown?.status,
      unknown?.headers,
      unknown?.keys,
    ]);
    // The quickest of each: what else the machine does only ever adds to them.
    const times = answers.map(({ tookMs }) => tookMs);
    const quickest = (rest: number) => Math.min(...times.filter((_, index) => index % 2 === rest));
    expect(Math.abs(quickest(0) - quickest(1))).toBeLessThan(100 + Math.max(...times) / busyShare);
    // On a busy machine that says little: the floor itself, which a timer may miss by a millisecond.
    expect(Math.min(...times)).toBeGreaterThanOrEqual(secretiveFloorMs - 1);
  });

  it("[SEC14] with a known address creates nothing, and tells its owner alone", async () => {
    const person = await createPerson(cloud);
    const again = newcomer({ email: person.email, password: "quite another one" });
    await post("/auth/sign-up/email", again);
    expect(
      (await post("/auth/sign-in/email", { email: person.email, password: again.password })).status,
    ).toBe(401);
    expect(
      (await post("/auth/sign-in/username", { username: again.username, password: again.password })).status,
    ).toBe(401);
    const subjects = (await readMails(cloud, person.email)).map(({ subject }) => subject);
    expect(subjects).toEqual(["Verify your e-mail address", "You already have an account"]);
  });

  it("anew with an address that nobody verified replaces the former attempt", async () => {
    const first = newcomer();
    await post("/auth/sign-up/email", first);
    const formerToken = await readVerificationToken(cloud, first.email);
    const second = newcomer({ email: first.email, password: "the one that counts" });
    await post("/auth/sign-up/email", second);
    expect((await get(`/auth/verify-email?token=${formerToken}`)).status).toBe(400);
    await get(`/auth/verify-email?token=${await readVerificationToken(cloud, first.email)}`);
    expect((await post("/auth/sign-in/email", { email: first.email, password: first.password })).status).toBe(
      401,
    );
    expect(
      (await post("/auth/sign-in/email", { email: first.email, password: second.password })).status,
    ).toBe(200);
  });
});

describe("verifying an address", () => {
  it("is needed before signing in, works once and does not sign in by itself", async () => {
    const person = newcomer();
    await post("/auth/sign-up/email", person);
    const early = await post("/auth/sign-in/email", { email: person.email, password: person.password });
    expect([early.status, early.body.error.code]).toEqual([403, "email_unverified"]);
    const token = await readVerificationToken(cloud, person.email);
    const verified = await get<unknown>(`/auth/verify-email?token=${token}`);
    expect(verified.status).toBe(200);
    expect(verified.headers.has("set-cookie")).toBe(false);
    expect(verified.headers.has("set-auth-token")).toBe(false);
    const again = await get(`/auth/verify-email?token=${token}`);
    expect(again.body.error).toMatchObject({ code: "invalid", fields: { token: expect.any(String) } });
  });

  it("can be asked for again, and says nothing of whether there is an account", async () => {
    const person = newcomer();
    await post("/auth/sign-up/email", person);
    const first = await readVerificationToken(cloud, person.email);
    const answers = [];
    for (const email of [person.email, "nobody@example.test"]) {
      const { status, body } = await post("/auth/send-verification-email", { email });
      answers.push({ status, body });
    }
    expect(answers[0]).toEqual(answers[1]);
    const second = await readVerificationToken(cloud, person.email);
    expect(second).not.toBe(first);
    expect((await get(`/auth/verify-email?token=${second}`)).status).toBe(200);
  });
});

describe("signing in", () => {
  it("goes by address or username, in any case, and gives a token and a cookie that scripts cannot read", async () => {
    const { username, email, password } = ada;
    const byName = await post<{ user: { id: string } }>("/auth/sign-in/username", {
      username: username.toUpperCase(),
      password,
    });
    const byAddress = await post<{ user: { id: string } }>("/auth/sign-in/email", {
      email: email.toUpperCase(),
      password,
    });
    expect(byName.body.user.id).toBe(byAddress.body.user.id);
    const cookie = byName.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^parley\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const { status } = await callApi(cloud.apiUrl, {
      path: "/me",
      headers: { cookie: cookie.split(";")[0] ?? "" },
    });
    expect(status).toBe(200);
    expect((await get("/me", byName.headers.get("set-auth-token") ?? "")).status).toBe(200);
  });

  it("[SEC14] is refused alike for a wrong password, an unknown name and an impossible one", async () => {
    const { username, email } = ada;
    const password = "not the right one";
    const refusals = await Promise.all([
      post("/auth/sign-in/username", { username, password }),
      post("/auth/sign-in/username", { username: "no_such_person", password }),
      post("/auth/sign-in/username", { username: "?", password }),
      post("/auth/sign-in/email", { email, password }),
      post("/auth/sign-in/email", { email: "nobody@example.test", password }),
    ]);
    for (const refusal of refusals) {
      expect(withoutRequestId(refusal)).toEqual({
        status: 401,
        error: { code: "unauthenticated", message: "The name or the password is wrong.", retryable: false },
      });
    }
  });

  it.each(["", "x", "a.b", "a.b.c", "../../x", "%00", "'; drop table sessions; --"])(
    "is not done by the bearer token %j",
    async (token) => {
      expect((await get("/me", token)).status).toBe(401);
    },
  );

  it("is not done by a cookie whose signature was changed", async () => {
    const { username, password } = ada;
    const { headers } = await post("/auth/sign-in/username", { username, password });
    const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const forged = cookie.replace(/\.(.)/, (_, first: string) => `.${first === "A" ? "B" : "A"}`);
    expect((await callApi(cloud.apiUrl, { path: "/me", headers: { cookie: forged } })).status).toBe(401);
  });
});

describe("[SEC5] signing out", () => {
  it("ends the session, and its sockets within a second; another session goes on", async () => {
    const person = await createPerson(cloud);
    const other = await post<unknown>("/auth/sign-in/username", person);
    expect(other.status).toBe(400);
    const elsewhere = await post<unknown>("/auth/sign-in/username", {
      username: person.username,
      password: person.password,
    });
    const stays = await PlainSocket.open(cloud, {
      ...person,
      token: elsewhere.headers.get("set-auth-token") ?? "",
    });
    const socket = await PlainSocket.open(cloud, person);
    await socket.answer(socket.send({ action: "ping" }));
    const startedAtMs = Date.now();
    expect((await post("/auth/sign-out", {}, { token: person.token })).status).toBe(200);
    await socket.next("signed_out");
    await socket.until(() => socket.closed, "the close");
    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    expect((await get("/me", person.token)).status).toBe(401);
    await stays.answer(stays.send({ action: "ping" }));
    stays.close();
  });
});

describe("a forgotten password", () => {
  it("[SEC14] is asked about alike for a known and an unknown address", async () => {
    const answers = [];
    for (const address of [ada.email, "nobody@example.test"]) {
      const startedAtMs = Date.now();
      const { status, body } = await post("/auth/request-password-reset", { email: address });
      answers.push({ status, body, tookMs: Date.now() - startedAtMs });
    }
    expect(answers[0]).toMatchObject({ status: 200 });
    expectAlike(answers);
  });

  it("[SEC15] is replaced once, without signing in, and ends every session", async () => {
    const person = await createPerson(cloud);
    await post("/auth/request-password-reset", { email: person.email, redirectTo: "/reset-password" });
    const token = await readVerificationToken(cloud, person.email);
    const common = await post("/auth/reset-password", { token, newPassword: "password123" });
    expect(common.body.error.fields).toEqual({ newPassword: "is among the commonest passwords" });
    const done = await post("/auth/reset-password", { token, newPassword: "a fresh start at last" });
    expect(done.status).toBe(200);
    expect(done.headers.has("set-cookie")).toBe(false);
    expect((await get("/me", person.token)).status).toBe(401);
    const again = await post("/auth/reset-password", { token, newPassword: "yet another attempt" });
    expect(again.body.error).toMatchObject({ code: "invalid", fields: { token: expect.any(String) } });
    const signIn = { username: person.username, password: "a fresh start at last" };
    expect((await post("/auth/sign-in/username", signIn)).status).toBe(200);
  });
});

describe("an account", () => {
  it("is changed by its owner, but for what is not theirs to change", async () => {
    const person = await createPerson(cloud);
    const taken = ada.username;
    const { token } = person;
    expect((await post("/auth/update-user", { name: "Augusta" }, { token })).status).toBe(200);
    expect((await get("/me", token)).body).toMatchObject({ user: { name: "Augusta", role: "user" } });
    const conflict = await post("/auth/update-user", { username: taken }, { token });
    expect(conflict.body.error).toMatchObject({ code: "conflict", fields: { username: "is taken" } });
    for (const body of [{ role: "admin" }, { email: "x@example.test" }, { emailVerified: false }]) {
      expect((await post("/auth/update-user", { name: "X", ...body }, { token })).status).toBe(400);
    }
  });

  it("gets a new password only for the present one", async () => {
    const { token, password } = await createPerson(cloud);
    const wrong = await post(
      "/auth/change-password",
      { currentPassword: "wrong", newPassword: "quite another one" },
      { token },
    );
    expect(wrong.body.error).toMatchObject({ code: "invalid", fields: { currentPassword: "is wrong" } });
    const right = { currentPassword: password, newPassword: "quite another one", revokeOtherSessions: true };
    expect((await post("/auth/change-password", right, { token })).status).toBe(200);
    expect((await get("/me", token)).status).toBe(401);
  });

  it("[SEC5] gets a new password, and all its sockets close at once", async () => {
    const person = await createPerson(cloud);
    const { token, password: currentPassword } = person;
    const socket = await PlainSocket.open(cloud, person);
    await socket.answer(socket.send({ action: "ping" }));
    const body = { currentPassword, newPassword: "quite another one", revokeOtherSessions: true };
    expect((await post("/auth/change-password", body, { token })).status).toBe(200);
    await socket.until(() => socket.closed, "the close", 1_000);
  });

  it("ends all its sessions but this one", async () => {
    const { token, username, password } = await createPerson(cloud);
    const other = await post("/auth/sign-in/username", { username, password });
    expect((await post("/auth/revoke-other-sessions", {}, { token })).status).toBe(200);
    expect((await get("/me", other.headers.get("set-auth-token") ?? "")).status).toBe(401);
    expect((await get("/me", token)).status).toBe(200);
  });

  it("lists its sessions and ends one of them", async () => {
    const { token, username, password } = await createPerson(cloud);
    const other = await post("/auth/sign-in/username", { username, password });
    const sessions = await get<{ token: string; ipAddress: string }[]>("/auth/list-sessions", token);
    expect(sessions.body).toHaveLength(2);
    expect(sessions.body[0]?.ipAddress).toBe("127.0.0.1");
    const otherToken = other.headers.get("set-auth-token") ?? "";
    const ended = sessions.body.find((session) => otherToken.startsWith(session.token));
    expect((await post("/auth/revoke-session", { token: ended?.token }, { token })).status).toBe(200);
    expect((await get("/me", otherToken)).status).toBe(401);
    expect((await get("/me", token)).status).toBe(200);
  });
});

describe("a new address", () => {
  const ask = ({ token, password }: Person, newEmail: string) =>
    post("/auth/change-email", { newEmail, password }, { token });
  const subjectsTo = async (address: string) =>
    (await readMails(cloud, address)).map(({ subject }) => subject);
  let moved = 0;
  const fresh = () => {
    moved += 1;
    return `moved${moved}.${Date.now()}@example.test`;
  };

  it("is confirmed by its mail, ends the other sessions with their sockets, and the old one is told", async () => {
    const person = await createPerson(cloud);
    const { username, password, token } = person;
    const other = await post("/auth/sign-in/username", { username, password });
    const elsewhere = { ...person, token: other.headers.get("set-auth-token") ?? "" };
    const socket = await PlainSocket.open(cloud, elsewhere);
    await socket.answer(socket.send({ action: "ping" }));
    await post("/auth/request-password-reset", { email: person.email });
    const reset = await readVerificationToken(cloud, person.email);

    const email = fresh();
    expect((await ask(person, email.toUpperCase())).body).toEqual({ status: true });
    expect((await get<{ user: Me }>("/me", token)).body.user.email).toBe(person.email);
    const link = await readVerificationToken(cloud, email);
    expect((await get(`/auth/verify-email?token=${link}`)).status).toBe(200);

    expect((await get<{ user: Me }>("/me", token)).body.user.email).toBe(email);
    await socket.until(() => socket.closed, "the close", 1_000);
    expect((await get("/me", elsewhere.token)).status).toBe(401);
    expect((await post("/auth/sign-in/email", { email, password })).status).toBe(200);
    expect((await post("/auth/sign-in/email", { email: person.email, password })).status).toBe(401);
    expect((await subjectsTo(person.email)).at(-1)).toBe("Your address was changed");
    expect((await get(`/auth/verify-email?token=${link}`)).status).toBe(400);
    // What was mailed to the old address opens nothing any more.
    const late = await post("/auth/reset-password", { token: reset, newPassword: "a fresh start at last" });
    expect(late.status).toBe(400);
  });

  it("is asked for with the password, and is another one", async () => {
    const person = await createPerson(cloud);
    const wrong = await ask({ ...person, password: "not the one" }, fresh());
    expect(wrong.body.error).toMatchObject({ code: "invalid", fields: { password: "is wrong" } });
    const same = await ask(person, person.email);
    expect(same.body.error).toMatchObject({ code: "invalid", fields: { newEmail: expect.any(String) } });
    expect((await ask(person, "nowhere")).body.error.fields).toHaveProperty("newEmail");
  });

  it("[SEC14] that has an account is asked for alike, and its owner alone is told", async () => {
    const person = await createPerson(cloud);
    const answers = [];
    for (const email of [ada.email, fresh()]) {
      const startedAtMs = Date.now();
      const { status, body } = await ask(person, email);
      answers.push({ status, body, tookMs: Date.now() - startedAtMs });
    }
    expectAlike(answers);
    expect((await subjectsTo(ada.email)).at(-1)).toBe("You already have an account");
  });

  it("[SEC15] comes to nothing when the password has changed since, or somebody else was quicker", async () => {
    const person = await createPerson(cloud);
    const { token, password: currentPassword } = person;
    const first = fresh();
    await ask(person, first);
    const newPassword = "quite another one";
    await post("/auth/change-password", { currentPassword, newPassword }, { token });
    const stale = await readVerificationToken(cloud, first);
    expect((await get(`/auth/verify-email?token=${stale}`)).status).toBe(400);

    const second = fresh();
    await ask({ ...person, password: newPassword }, second);
    const late = await readVerificationToken(cloud, second);
    await createPerson(cloud, "Quick", second);
    expect((await get(`/auth/verify-email?token=${late}`)).status).toBe(400);
    expect((await get<{ user: Me }>("/me", token)).body.user.email).toBe(person.email);
  });
});

describe("the account routes", () => {
  it.each(["/auth/ok", "/auth/error", "/auth/nothing", "/auth/reset-password/abc", "/auth", "/auth/"])(
    "do not hold %s",
    async (path) => {
      expect(withoutRequestId(await get(path))).toMatchObject({ status: 404, error: { code: "not_found" } });
    },
  );

  it.each(["/auth/link-social", "/auth/is-username-available", "/auth/sign-up/email/"])(
    "do not hold POST %s",
    async (path) => {
      expect(withoutRequestId(await post(path, {}))).toMatchObject({
        status: 404,
        error: { code: "not_found" },
      });
    },
  );

  it("[SEC2] refuse changes from foreign origins, look-alikes and null, and name none of them in CORS", async () => {
    const origin = cloud.pageUrl;
    const { token } = await createPerson(cloud);
    for (const foreign of [
      `${origin}.evil.test`,
      "null",
      `${origin}0`,
      "https://evil.test",
      origin.replace("http:", "https:"),
    ]) {
      const answer = await post("/auth/sign-out", {}, { token, headers: { origin: foreign } });
      expect(answer.body.error.code).toBe("forbidden");
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
    const crossSite = await post(
      "/auth/sign-out",
      {},
      { token, headers: { "sec-fetch-site": "cross-site" } },
    );
    expect(crossSite.status).toBe(403);
    const own = await post("/auth/sign-out", {}, { token, headers: { origin } });
    expect(own.status).toBe(200);
    expect(own.headers.get("access-control-allow-origin")).toBe(origin);
  });

  it("[SEC9] survive whatever is sent to them", async () => {
    const bodies = [
      "{",
      "[]",
      "null",
      '"text"',
      "7",
      `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
      '{"__proto__":{"role":"admin"}}',
      '{"constructor":{"prototype":{}}}',
      '{"email":{"$gt":""},"password":{"$gt":""}}',
      '{"email":["a@b.test"],"password":"x"}',
      '{"email":"a@b.test\\u0000","password":"x"}',
      '{"email":"\\ud800@b.test","password":"x"}',
    ];
    for (const body of bodies) {
      const answer = await post("/auth/sign-in/email", body);
      expect([body.slice(0, 20), answer.status, answer.body.error.code]).toEqual([
        body.slice(0, 20),
        400,
        "invalid",
      ]);
    }
    const large = await post("/auth/sign-in/email", { email: "a@b.test", password: "x".repeat(70_000) });
    expect([large.status, large.body.error.code]).toEqual([413, "too_large"]);
    const reset = await post("/auth/reset-password", { token: "a\u0000b", newPassword: "a fresh start" });
    expect([reset.status, reset.body.error.code]).toEqual([400, "invalid"]);
    const form = await callApi<Failure>(cloud.apiUrl, {
      method: "POST",
      path: "/auth/sign-in/email",
      body: "email=a%40b.test&password=x",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(form.body.error.code).toBe("invalid");
    expect((await get("/health")).status).toBe(200);
  });

  it("[SEC4] leave neither password nor token in the log, and one access line for every call", async () => {
    const sinceMs = Date.now();
    await get("/me?token=a-secret-in-a-query", ada.token);
    await post("/auth/sign-in/username", { username: ada.username, password: "a wrong secret" });
    await get("/auth/verify-email?token=an-old-secret");
    const readAccess = () =>
      cloud
        .logs()
        .filter(({ atMs, source, message }) => atMs >= sinceMs && source === "api" && message === "access")
        .map(({ fields }) => [fields?.["route"], fields?.["status"], fields?.["code"]]);
    await expect.poll(readAccess).toEqual([
      ["GET /api/me", 200, undefined],
      ["POST /api/auth/sign-in/username", 401, "unauthenticated"],
      ["GET /api/auth/verify-email", 400, "invalid"],
    ]);
    const text = JSON.stringify(cloud.logs());
    for (const secret of ["secret", ada.password, ada.token.split(".")[0] ?? "", "correct horse battery"]) {
      expect(text).not.toContain(secret);
    }
  });
});
