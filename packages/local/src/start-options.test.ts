import { expect, test } from "vitest";
import { parseStartOptions } from "./start-options.ts";

test("without options: port 3000, data in the checkout, nothing forgotten", () => {
  expect(parseStartOptions([])).toEqual({
    port: 3000,
    dataDir: undefined,
    reset: false,
    dev: false,
    seedDemo: false,
    watch: true,
    remoteStoresAllowed: false,
    help: false,
  });
});

test("a port that is none, and an unknown option, are refused", () => {
  for (const port of ["0", "65534", "x", "1.5", "-1"]) {
    expect(() => parseStartOptions([`--port=${port}`])).toThrow(/--port wants a number/);
  }
  expect(() => parseStartOptions(["--prot", "1"])).toThrow(/--prot/);
});
