import { Logger } from "@aws-lambda-powertools/logger";
import type { Me } from "@parley/protocol";
import { type Database, openDatabase } from "@parley/stores/postgres/database";
import { openDrizzle } from "@parley/stores/postgres/drizzle-database";
import { PostgresAccountStore } from "@parley/stores/postgres/postgres-account-store";
import { createSqlRunner, type SqlRunner } from "@parley/stores/postgres/sql-runner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, readMails } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { OAuthServer } from "../../packages/lab/src/testing/oauth-server.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";
import { createAuth } from "./account/create-auth.ts";
import { createGoogle } from "./account/oauth-providers.ts";

let cloud: Cloud;
let provider: OAuthServer;
let database: Database;
let sql: SqlRunner;

beforeAll(async () => {
  provider = await new OAuthServer().start();
  const { clientId, clientSecret } = provider.client;
  cloud = await startCloud({
    environment: {
      ...noLimits,
      GITHUB_URL: provider.url,
      GITHUB_CLIENT_ID: clientId,
      GITHUB_CLIENT_SECRET: clientSecret,
      ADMIN_EMAIL: "root@example.test",
    },
  });
  const { DATABASE_URL: url = "", DATABASE_WS_PROXY: wsProxy = "" } = cloud.settings;
  database = openDatabase({ url, wsProxy });
  sql = createSqlRunner(database);
});
afterAll(async () => {
  await database?.end();
  await cloud?.stop();
  await provider?.stop();
});

const begin = (body: object = { provider: "github" }) =>
  callApi<{ url: string }>(cloud.apiUrl, { method: "POST", path: "/auth/sign-in/social", body });

/** What a browser does: it keeps the state's cookie, and follows where it is sent. */
async function signIn(body?: object) {
  const begun = await begin(body);
  const cookie = (begun.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const authorized = await fetch(begun.body.url, { redirect: "manual" });
  const back = authorized.headers.get("location") ?? "";
  const answer = await comeBack(back, cookie);
  return { ...answer, back, cookie };
}

async function comeBack(back: string, cookie: string) {
  const answer = await fetch(back, { redirect: "manual", headers: { cookie } });
  const session = answer.headers.getSetCookie().find((one) => one.startsWith("parley.session_token="));
  return { status: answer.status, location: answer.headers.get("location"), session };
}

const me = async (session = "") => {
  const headers = { cookie: session.split(";")[0] ?? "" };
  return (await callApi<{ user: Me }>(cloud.apiUrl, { path: "/me", headers })).body.user;
};

let people = 0;
const somebody = (change: object = {}) => {
  people += 1;
  const login = `octo-cat.${people}`;
  return {
    subject: people,
    login,
    name: "Octo Cat",
    email: `octo${people}@example.test`,
    verified: true,
    ...change,
  };
};

describe("signing in through a provider", () => {
  it("is offered for those that the settings turn on", async () => {
    const { body } = await callApi(cloud.apiUrl, { path: "/auth/providers" });
    expect(body).toEqual({ providers: [{ id: "github", name: "GitHub" }] });
    expect((await begin({ provider: "google" })).status).toBe(404);
    expect((await begin({ provider: "myspace" })).status).toBe(400);
  });

  it("makes an account with names, a username and a verified address, once", async () => {
    provider.person = somebody();
    const first = await signIn();
    expect([first.status, first.location]).toEqual([302, `${cloud.pageUrl}/settings`]);
    expect(first.session).toMatch(/HttpOnly; SameSite=Lax$/);
    const user = await me(first.session);
    expect(user).toMatchObject({
      name: "Octo",
      lastName: "Cat",
      username: "octo_cat_1",
      email: "octo1@example.test",
    });
    const again = await signIn({ provider: "github", callbackURL: "/rooms/rom_1" });
    expect(again.location).toBe(`${cloud.pageUrl}/rooms/rom_1`);
    expect((await me(again.session)).id).toBe(user.id);
  });

  it("gives one whose username is taken another, and one with a single name something beside it", async () => {
    const taken = await createPerson(cloud);
    provider.person = somebody({ login: taken.username, name: undefined });
    const user = await me((await signIn()).session);
    expect(user.username).toMatch(new RegExp(`^${taken.username}_\\d+$`));
    expect([user.name, user.lastName]).toEqual([taken.username, "(GitHub)"]);
  });

  it("needs an address that the provider has verified", async () => {
    provider.person = somebody({ verified: false });
    const { session, location } = await signIn();
    expect([session, location]).toEqual([
      undefined,
      expect.stringContaining(`${cloud.pageUrl}/sign-in?error=email_not_verified`),
    ]);
  });

  it("opens the account that has verified the same address, and tells its owner", async () => {
    const ada = await createPerson(cloud);
    provider.person = somebody({ email: ada.email.toUpperCase() });
    const { session } = await signIn();
    expect((await me(session)).id).toBe(ada.user.id);
    const subjects = (await readMails(cloud, ada.email)).map(({ subject }) => subject);
    expect(subjects).toEqual(["Verify your e-mail address", "You can sign in with GitHub now"]);
  });

  it("opens no account to whoever signed up with the address first and could not verify it", async () => {
    provider.person = somebody();
    const { email } = provider.person;
    const squatter = {
      name: "S",
      lastName: "Q",
      username: "squatter_1",
      email,
      password: "squatting a while",
    };
    await callApi(cloud.apiUrl, { method: "POST", path: "/auth/sign-up/email", body: squatter });
    expect((await me((await signIn()).session)).username).not.toBe(squatter.username);
    const { password } = squatter;
    const path = "/auth/sign-in/email";
    const attempt = await callApi(cloud.apiUrl, { method: "POST", path, body: { email, password } });
    expect(attempt.status).toBe(401);
  });

  it("keeps nothing that would open the provider", async () => {
    provider.person = somebody();
    const { session } = await signIn();
    const { id } = await me(session);
    const headers = { cookie: session?.split(";")[0] ?? "" };
    const kept = await callApi<{ signIns: object[] }>(cloud.apiUrl, { path: "/me/export", headers });
    expect(kept.body.signIns).toMatchObject([{ provider: "github" }]);
    const rows = await sql.run("test_accounts", "select a::text from accounts a where user_id = $1", [id]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("token-");
  });
});

describe("what comes back from a provider", () => {
  it("counts once, and in the browser that set out alone", async () => {
    provider.person = somebody();
    const { back, cookie } = await signIn();
    expect((await comeBack(back, cookie)).session).toBeUndefined();
    const begun = await begin();
    const authorized = await fetch(begun.body.url, { redirect: "manual" });
    const stolen = await comeBack(authorized.headers.get("location") ?? "", "parley.state=other.signature");
    expect([stolen.session, stolen.location]).toEqual([
      undefined,
      expect.stringMatching(/\/sign-in\?error=state_mismatch/),
    ]);
  });

  it("leads to the page with a reason when there is nothing in it", async () => {
    provider.person = undefined;
    expect((await signIn()).location).toMatch(/\/sign-in\?error=access_denied/);
    const bare = await comeBack(`${cloud.apiUrl}/auth/callback/github`, "");
    expect(bare.location).toMatch(/\/sign-in\?error=\w+/);
  });

  it("leads nowhere but to the page", async () => {
    for (const callbackURL of [
      "https://evil.test",
      "//evil.test",
      "/\\evil.test",
      "javascript:alert(1)",
      "",
    ]) {
      const { status } = await begin({ provider: "github", callbackURL });
      expect([callbackURL, status]).toEqual([callbackURL, 400]);
    }
  });

  it("opens nothing to who is shut out", async () => {
    provider.person = somebody();
    const { id } = await me((await signIn()).session);
    const { token } = await createPerson(cloud, "Root", "root@example.test");
    await callApi(cloud.apiUrl, { method: "POST", path: `/admin/users/${id}/ban`, token });
    const { session, location } = await signIn();
    expect([session, location]).toEqual([undefined, `${cloud.pageUrl}/sign-in?error=forbidden`]);
  });

  it("[SEC4] leaves no code, state or secret in the log", async () => {
    provider.person = somebody();
    const { back } = await signIn();
    const text = JSON.stringify(cloud.logs());
    for (const name of ["code", "state"])
      expect(text).not.toContain(new URL(back).searchParams.get(name) ?? "?");
    expect(text).not.toContain(provider.client.clientSecret);
  });
});

describe("Google", () => {
  it("is asked for a profile with first and last name, over its own endpoints", async () => {
    const issuer = provider.url;
    const endpoints = {
      issuer,
      authorizationUrl: `${issuer}/login/oauth/authorize`,
      tokenUrl: `${issuer}/login/oauth/access_token`,
      profileUrl: `${issuer}/userinfo`,
    };
    const publicUrl = "https://chat.example.test";
    const auth = createAuth({
      db: openDrizzle(database),
      secret: "0123456789abcdef0123456789abcdef",
      publicUrl,
      originsAllowed: [publicUrl],
      logger: new Logger(),
      notices: new Proxy({} as never, { get: () => async () => undefined }),
      accounts: new PostgresAccountStore(sql),
      oauth: [createGoogle(provider.client, endpoints)],
      isBanned: async () => false,
    });
    provider.person = somebody({ name: "Grace Hopper" });
    const begun = await auth.api.signInSocial({
      body: { provider: "google", callbackURL: publicUrl, disableRedirect: true },
      returnHeaders: true,
    });
    expect(new URL(begun.response.url ?? "").searchParams.get("scope")).toBe("openid email profile");
    const authorized = await fetch(begun.response.url ?? "", { redirect: "manual" });
    const cookie = (begun.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const back = new Request(authorized.headers.get("location") ?? "", { headers: { cookie } });
    const answer = await auth.handler(back);
    expect([answer.status, answer.headers.get("location")]).toEqual([302, publicUrl]);
    const { email } = provider.person;
    const rows = await sql.run("test_user", "select name, last_name, username from users where email = $1", [
      email,
    ]);
    expect(rows).toEqual([{ name: "Grace", last_name: "Hopper", username: email.split("@")[0] }]);
  });
});
