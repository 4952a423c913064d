import { describe, expect, it } from "vitest";
import { allowedUrl } from "./allowed-url.ts";

describe("allowedUrl", () => {
  it.each(["https://example.org/a?b=c#d", "http://127.0.0.1:4000/", "mailto:ada@example.org"])(
    "lets %s through",
    (url) => {
      expect(allowedUrl(url)).toBe(url);
    },
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\u0001javascript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "//evil.example/path",
    "/relative",
    "not an address",
    "",
    "https://bank.example@evil.example/",
    "https://user:secret@example.org/",
  ])("refuses %j", (url) => {
    expect(allowedUrl(url)).toBeUndefined();
  });
});
