import { describe, expect, it } from "vitest";
import { whatIsKept } from "./what-is-kept.ts";

const kept = (path: string, navigates = false) => whatIsKept(new URL(path, "https://parley.test"), navigates);

describe("for when there is no network", () => {
  it.each(["/", "/rooms", "/rooms/rom_1/details", "/sign-in", "/invite/abc"])("%s opens the page", (path) => {
    expect(kept(path, true)).toBe("page");
  });
  it.each(["/api/docs", "/api/auth/callback/github", "/_console", "/elsewhere"])("%s does not", (path) => {
    expect(kept(path, true)).toBeUndefined();
  });
  it.each(["/assets/main-abc.js", "/emoji/en/data.json", "/mark.svg"])("%s is kept as a file", (path) => {
    expect(kept(path)).toBe("file");
  });
  it.each(["/api/me", "/api/rooms", "/api/rooms/rom_1/messages?limit=50", "/api/rooms/rom_1/members"])(
    "the last answer to %s is kept",
    (path) => {
      expect(kept(path)).toBe("answer");
    },
  );
  it.each([
    "/api/rooms/rom_1/messages?before=7",
    "/api/rooms/rom_1/messages?around=7",
    "/api/rooms/rom_1/events?after=7",
    "/api/rooms/public",
    "/api/search?q=x",
    "/api/auth/get-session",
    "/api/admin/users",
    "/api/me/export",
  ])("that to %s is not", (path) => {
    expect(kept(path)).toBeUndefined();
  });
});
