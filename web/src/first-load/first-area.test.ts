import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { firstArea, rememberSignedIn } from "./first-area.ts";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("what an address will show", () => {
  it.each(["/", "/rooms", "/rooms/rom_1/details", "/invite/abc", "/settings"])(
    "%s is of the rooms for who is signed in here, and leads to the sign-in else",
    (path) => {
      expect(firstArea(path)).toBe("account");
      rememberSignedIn(true);
      expect(firstArea(path)).toBe("rooms");
      rememberSignedIn(false);
      expect(firstArea(path)).toBe("account");
    },
  );
  it("is the page before the sign-in for whoever asks for that", () => {
    rememberSignedIn(true);
    expect(firstArea("/sign-in")).toBe("account");
  });
  it.each(["/elsewhere", "/roomsx", "/api/docs"])("%s is no page", (path) => {
    expect(firstArea(path)).toBeUndefined();
  });
  it("is known where storage is blocked, too", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(firstArea("/rooms")).toBe("account");
  });
});
