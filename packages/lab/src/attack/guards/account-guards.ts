import type { Guard } from "./guard.ts";

const frames = "packages/lab/src/attack/frames.local.test.ts";
const accounts = "functions/http/accounts.local.test.ts";
const accountStore = "packages/stores/src/postgres/postgres-account-store.pg.test.ts";
const verifications = "packages/stores/src/postgres/postgres-verification-store.ts";

/** Passwords, mails and sessions. */
export const accountGuards: readonly Guard[] = [
  {
    line: "SEC13",
    file: "functions/http/account/hash-password.ts",
    code: "const log2Cost = 17;",
    without: "const log2Cost = 10;",
    test: ["functions/http/account/hash-password.test.ts", "[SEC13]"],
  },
  {
    line: "SEC13",
    file: "packages/chat/src/account/find-password-fault.ts",
    code: "if (password.length < limits.passwordCharsMin) {",
    without: "if (password.length < 1) {",
    test: ["packages/chat/src/account/find-password-fault.test.ts", "has 8 to 128 characters"],
  },
  {
    line: "SEC13",
    file: "packages/chat/src/account/find-password-fault.ts",
    code: "commonPasswords.has(plain) || ",
    without: 'plain === "" || ',
    test: ["packages/chat/src/account/find-password-fault.test.ts", "which everybody tries first"],
  },
  {
    line: "SEC14",
    file: "functions/http/routes/account-routes.ts",
    code: "await paceAnswer(secretiveFloorMs, () => signUp(deps, body, c.req.raw.headers))",
    without: "await signUp(deps, body, c.req.raw.headers)",
    test: [accounts, "[SEC14] says and takes the same"],
  },
  {
    line: "SEC15",
    file: verifications,
    code: "delete from verifications where identifier = $1 returning",
    without: "update verifications set value = value where identifier = $1 returning",
    test: [accountStore, "[SEC15]"],
  },
  {
    line: "SEC15",
    file: verifications,
    code: '${createHash("sha256").update(token).digest("base64url")}',
    without: "${token}",
    test: [accountStore, "[SEC15]"],
  },
  {
    line: "SEC15",
    file: "packages/stores/src/postgres/postgres-verification-store.ts",
    code: "where t.expires_at > now() and (t.value",
    without: "where (t.value",
    test: ["packages/stores/src/postgres/postgres-account-store.pg.test.ts", "expires, and is used up"],
  },
  {
    line: "SEC15",
    file: "functions/http/account/create-auth.ts",
    code: "revokeSessionsOnPasswordReset: true",
    without: "revokeSessionsOnPasswordReset: false",
    test: [accounts, "[SEC15]"],
  },
  {
    line: "SEC16",
    file: "functions/http/account/create-auth.ts",
    code: "bearer({ requireSignature: true })",
    without: "bearer()",
    test: [frames, "[SEC16]"],
  },
  {
    line: "SEC16",
    file: "functions/http/account/session-reader.ts",
    code: "timingSafeEqual(Buffer.from(expected), Buffer.from(signature)) ? token : undefined",
    without: "timingSafeEqual(Buffer.from(expected), Buffer.from(expected)) ? token : undefined",
    test: ["functions/http/account/session-reader.pg.test.ts", "[SEC16]"],
  },
];
