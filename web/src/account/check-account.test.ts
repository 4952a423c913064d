import { describe, expect, it } from "vitest";
import { checkEmail, checkPassword, checkSignUp } from "./check-account.ts";

const good = {
  name: "Ada",
  lastName: "Okonkwo",
  username: "ada.o",
  email: "ada@example.org",
  password: "correct horse",
};

describe("checkSignUp", () => {
  it("finds nothing wrong with a good one", () => {
    expect(checkSignUp(good)).toEqual({});
  });

  it("names every input that is missing", () => {
    expect(checkSignUp({ name: " ", lastName: "", username: "", email: "", password: "" })).toEqual({
      name: "missing",
      lastName: "missing",
      username: "missing",
      email: "missing",
      password: "missing",
    });
  });

  it("holds usernames to 3 to 30 letters, digits, underscores and inner dots", () => {
    expect(checkSignUp({ ...good, username: "ad" }).username).toBe("short");
    expect(checkSignUp({ ...good, username: "a".repeat(31) }).username).toBe("long");
    expect(checkSignUp({ ...good, username: "ada o" }).username).toBe("form");
    expect(checkSignUp({ ...good, username: "آدا_o" }).username).toBe("form");
    expect(checkSignUp({ ...good, username: "ada." }).username).toBe("form");
  });
});

describe("checkPassword", () => {
  it("takes 8 to 128 characters of any kind", () => {
    expect(checkPassword("1234567")).toBe("short");
    expect(checkPassword("12345678")).toBeUndefined();
    expect(checkPassword("x".repeat(128))).toBeUndefined();
    expect(checkPassword("x".repeat(129))).toBe("long");
  });
});

describe("checkEmail", () => {
  it("leaves the truth to the mail and refuses what is no address at all", () => {
    expect(checkEmail("ada@localhost")).toBeUndefined();
    expect(checkEmail("ada")).toBe("form");
    expect(checkEmail("a@b@c")).toBe("form");
  });
});
