import { expect, test } from "vitest";
import { withAccount } from "../account.ts";
import type { ChatOptions } from "../chat-options.ts";
import { createChat } from "../create-chat.ts";

const user = {
  id: "usr_1",
  name: "A",
  lastName: "B",
  username: "ab",
  email: "a@b.test",
  emailVerified: true,
};

function world(answer: () => Response, options: ChatOptions = {}) {
  const calls: { line: string; body: unknown; authorization: string | null }[] = [];
  const tokens: (string | undefined)[] = [];
  const chat = withAccount(
    createChat({
      apiUrl: "http://parley.test/api/",
      fetch: async (url, init) => {
        calls.push({
          line: `${init?.method} ${String(url).replace("http://parley.test/api/auth/", "")}`,
          body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
          authorization: new Headers(init?.headers).get("authorization"),
        });
        return answer();
      },
      onToken: (token) => tokens.push(token),
      ...options,
    }),
  );
  return { chat, calls, tokens };
}

const session = { expiresAt: "2026-01-01T00:00:00.000Z" };
const signedIn = () => Response.json({ user, session }, { headers: { "set-auth-token": "token-1" } });

test("signing in takes an address or a username, and keeps the token for the calls that follow", async () => {
  const { chat, calls, tokens } = world(signedIn);
  await chat.account.signIn({ login: "a@b.test", password: "p" });
  await chat.account.signIn({ login: "ab", password: "p", remember: false });
  await chat.account.session();
  expect(calls).toEqual([
    { line: "POST sign-in/email", body: { email: "a@b.test", password: "p" }, authorization: null },
    {
      line: "POST sign-in/username",
      body: { username: "ab", password: "p", rememberMe: false },
      authorization: "Bearer token-1",
    },
    { line: "GET get-session", body: undefined, authorization: "Bearer token-1" },
  ]);
  expect(tokens).toEqual(["token-1"]);
  expect(chat.user.getSnapshot()).toEqual({ id: "usr_1", name: "A", lastName: "B", username: "ab" });
});

test("with a cookie the token is neither kept nor sent", async () => {
  const { chat, calls, tokens } = world(signedIn, { auth: "cookie" });
  await chat.account.signIn({ login: "ab", password: "p" });
  await chat.account.session();
  expect([tokens, calls.map((call) => call.authorization)]).toEqual([[], [null, null]]);
});

test("signing out forgets the token, also when the session had ended already", async () => {
  for (const status of [200, 401]) {
    const { chat, tokens } = world(() => Response.json({ success: true }, { status }), { token: "kept" });
    await chat.account.signOut();
    expect([tokens, chat.user.getSnapshot()]).toEqual([[undefined], undefined]);
  }
});

test("a sign-out that the service did not hear of is not claimed", async () => {
  const { chat, tokens } = world(() => new Response("", { status: 503 }), { token: "kept" });
  await expect(chat.account.signOut()).rejects.toMatchObject({ code: "unavailable" });
  expect(tokens).toEqual([]);
});

test("no session is undefined, not an error", async () => {
  const none = world(() => Response.json(null)).chat;
  expect(await none.account.session()).toBeUndefined();
  const some = world(() => Response.json({ session, user })).chat;
  expect(await some.account.session()).toEqual({ user, expiresAt: session.expiresAt });
});

test("each call speaks to its route in its words", async () => {
  const { chat, calls } = world(() => Response.json({}));
  const { account } = chat;
  const person = { name: "A", lastName: "B", username: "ab", email: "a@b.test", password: "p" };
  await account.signUp({ ...person, callbackUrl: "/welcome" });
  await account.sendVerificationEmail({ email: "a@b.test", callbackUrl: "/x" });
  await account.verifyEmail({ token: "t/1" });
  await account.requestPasswordReset({ email: "a@b.test", redirectUrl: "/reset" });
  await account.resetPassword({ token: "t", newPassword: "n" });
  await account.changePassword({ currentPassword: "c", newPassword: "n", revokeOtherSessions: true });
  expect(calls.map(({ line, body }) => [line, body])).toEqual([
    ["POST sign-up/email", { ...person, callbackURL: "/welcome" }],
    ["POST send-verification-email", { email: "a@b.test", callbackURL: "/x" }],
    ["GET verify-email?token=t%2F1", undefined],
    ["POST request-password-reset", { email: "a@b.test", redirectTo: "/reset" }],
    ["POST reset-password", { token: "t", newPassword: "n" }],
    ["POST change-password", { currentPassword: "c", newPassword: "n", revokeOtherSessions: true }],
  ]);
});

test("Better Auth's refusals become the protocol's, and name the field", async () => {
  const cases: [number, string, object][] = [
    [403, "EMAIL_NOT_VERIFIED", { code: "email_unverified", fields: {} }],
    [401, "INVALID_EMAIL_OR_PASSWORD", { code: "unauthenticated", fields: {} }],
    [401, "INVALID_USERNAME_OR_PASSWORD", { code: "unauthenticated", fields: {} }],
    [422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", { code: "conflict", fields: { email: "why" } }],
    [422, "USER_ALREADY_EXISTS", { code: "conflict", fields: { email: "why" } }],
    [400, "USERNAME_IS_ALREADY_TAKEN", { code: "conflict", fields: { username: "why" } }],
    [400, "PASSWORD_TOO_SHORT", { code: "invalid", fields: { password: "why" } }],
    [400, "INVALID_EMAIL", { code: "invalid", fields: { email: "why" } }],
    [400, "INVALID_TOKEN", { code: "invalid", fields: { token: "why" } }],
    [401, "TOKEN_EXPIRED", { code: "invalid", fields: { token: "why" } }],
    [400, "INVALID_PASSWORD", { code: "invalid", fields: { password: "why" } }],
    [400, "VALIDATION_ERROR", { code: "invalid", fields: {} }],
  ];
  for (const [status, code, expected] of cases) {
    const { chat } = world(() => Response.json({ code, message: "why" }, { status }));
    const refused = chat.account.signIn({ login: "ab", password: "p" });
    await expect(refused).rejects.toMatchObject({ status, reason: code, message: "why", ...expected });
  }
  const limited = new Response('{"message":"Too many"}', { status: 429, headers: { "x-retry-after": "9" } });
  const { chat } = world(() => limited);
  const refused = chat.account.signIn({ login: "ab", password: "p" });
  await expect(refused).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 9_000 });
});

test("outside a browser the address of the API is needed", () => {
  expect(() => createChat()).toThrow(TypeError);
});
