import { expect, it } from "vitest";
import { readDevice } from "./read-device.ts";

const chrome =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

it("knows a browser from those that it claims to be like", () => {
  expect(readDevice(chrome)).toEqual({ browser: "Chrome", system: "Linux" });
  expect(readDevice(`${chrome} Edg/140.0`).browser).toBe("Edge");
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604";
  expect(readDevice(phone)).toEqual({ browser: "Safari", system: "iOS" });
  expect(readDevice("Mozilla/5.0 (Linux; Android 15) Gecko/140 Firefox/140")).toEqual({
    browser: "Firefox",
    system: "Android",
  });
});

it("calls a program by its name, and says nothing of what says nothing", () => {
  expect(readDevice("curl/8.9")).toEqual({ browser: "curl", system: undefined });
  expect(readDevice(null)).toEqual({ browser: undefined, system: undefined });
});
