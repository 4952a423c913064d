import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./hash-password.ts";

describe("[SEC13] a password's hash", () => {
  it("is scrypt at OWASP's parameters over a fresh salt of 128 bits", async () => {
    const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    const [, name, parameters, salt = "", key = ""] = one.split("$");
    expect([name, parameters]).toEqual(["scrypt", "ln=17,r=8,p=1"]);
    expect(Buffer.from(salt, "base64url")).toHaveLength(16);
    expect(other.split("$")[3]).not.toBe(salt);
    const expected = scryptSync("correct horse", Buffer.from(salt, "base64url"), 32, {
      N: 2 ** 17,
      r: 8,
      p: 1,
      maxmem: 2 ** 28,
    });
    expect(Buffer.from(key, "base64url")).toEqual(expected);
  });

  it("fits its password alone, all of it", async () => {
    const password = "\u00e9".repeat(127);
    const hash = await hashPassword(`${password}a`);
    expect(await verifyPassword({ hash, password: `${password}a` })).toBe(true);
    expect(await verifyPassword({ hash, password: `${password}b` })).toBe(false);
    expect(await verifyPassword({ hash, password })).toBe(false);
  });

  it("fits the same password typed in another Unicode form", async () => {
    const hash = await hashPassword("caf\u00e9 au lait");
    expect(await verifyPassword({ hash, password: "cafe\u0301 au lait" })).toBe(true);
  });

  it.each(["", "plain", "$scrypt$ln=40,r=8,p=1$AAAA$AAAA", "$scrypt$ln=17,r=8$AAAA$AAAA"])(
    "fits nothing when it reads %j",
    async (hash) => {
      expect(await verifyPassword({ hash, password: "plain" })).toBe(false);
    },
  );
});
