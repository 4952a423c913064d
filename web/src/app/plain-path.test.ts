import { expect, it } from "vitest";
import { plainPath } from "./plain-path.ts";

it.each([
  ["/", "/"],
  ["//", "/"],
  ["/rooms", "/rooms"],
  ["/rooms/", "/rooms"],
  ["/rooms//rom_1///", "/rooms/rom_1"],
  ["//evil.example/", "/evil.example"],
])("%s is %s", (path, plain) => {
  expect(plainPath(path)).toBe(plain);
});
