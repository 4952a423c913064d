import { describe, expect, it } from "vitest";
import { commonPasswords } from "./common-passwords.ts";
import { findPasswordFault } from "./find-password-fault.ts";

describe("[SEC13] a password", () => {
  it.each(["correct horse", "\u00fcber alles nicht", "        x", "12345679!", "x".repeat(127) + "y"])(
    "may be %j: there are no rules of composition",
    (password) => {
      expect(findPasswordFault(password)).toBeUndefined();
    },
  );

  it("has 8 to 128 characters", () => {
    expect(findPasswordFault("abcdef7")).toBe("must have at least 8 characters");
    expect(findPasswordFault(`${"ab".repeat(64)}c`)).toBe("must have at most 128 characters");
  });

  it.each(["password", "PassWord", "12345678", "iloveyou", "qwertyuiop", "aaaaaaaaaaaa"])(
    "is not %j, which everybody tries first",
    (password) => {
      expect(findPasswordFault(password)).toBe("is among the commonest passwords");
    },
  );

  it("is not the person's own name or address, in any case", () => {
    const owner = {
      username: "ada.lovelace",
      email: "countess@example.test",
      name: "Augusta",
      lastName: "King",
    };
    for (const password of ["Ada.Lovelace", "COUNTESS", "countess@example.test", "augustaking"]) {
      expect(findPasswordFault(password, owner)).toBe("must not be your name or address");
    }
  });

  it("is looked up in a list of at least 3,000, as ASVS 6.2.4 asks, all of which could be chosen", () => {
    expect(commonPasswords.size).toBeGreaterThanOrEqual(3_000);
    for (const password of commonPasswords) {
      expect(password.length).toBeGreaterThanOrEqual(8);
      expect(password).toBe(password.toLowerCase());
    }
  });
});
