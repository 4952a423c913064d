import { Logger } from "@aws-lambda-powertools/logger";
import { openDatabase } from "@parley/stores/postgres/database";
import { openDrizzle } from "@parley/stores/postgres/drizzle-database";
import { describe, expect, it } from "vitest";
import { createAuth } from "./create-auth.ts";

async function nothing(): Promise<void> {}

async function cookieOf(publicUrl: string) {
  const auth = createAuth({
    // Nothing is connected before the first statement, and there is none.
    db: openDrizzle(openDatabase({ url: "postgres://127.0.0.1/nothing" })),
    secret: "0123456789abcdef0123456789abcdef",
    publicUrl,
    originsAllowed: [publicUrl],
    logger: new Logger(),
    notices: {
      verification: nothing,
      reset: nothing,
      knownAddress: nothing,
      newAddress: nothing,
      addressChanged: nothing,
      signInAdded: nothing,
      sessionEnded: nothing,
    },
    accounts: { claimUsername: async () => "taken", forgetUnverified: nothing },
    oauth: [],
    isBanned: async () => false,
  });
  const { name, attributes } = (await auth.$context).authCookies.sessionToken;
  return { name, ...attributes };
}

describe("[SEC1] the session's cookie", () => {
  it("is bound to its host and to TLS outside localhost", async () => {
    const cookie = await cookieOf("https://chat.example.test");
    expect(cookie).toMatchObject({
      name: "__Host-parley.session_token",
      secure: true,
      httpOnly: true,
      sameSite: "lax",
      path: "/",
    });
    expect(cookie.domain).toBeUndefined();
  });

  it("can be set without TLS on localhost, and is read by no script there either", async () => {
    expect(await cookieOf("http://localhost:4000")).toMatchObject({
      name: "parley.session_token",
      secure: false,
      httpOnly: true,
      sameSite: "lax",
    });
  });
});
