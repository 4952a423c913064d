import { openDatabase } from "@parley/stores/postgres/database";
import { describe, expect, it } from "vitest";
import { openAuth } from "../testing/open-auth.ts";

async function cookieOf(publicUrl: string) {
  // Nothing is connected before the first statement, and there is none.
  const auth = openAuth(openDatabase({ url: "postgres://127.0.0.1/nothing" }), publicUrl);
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
