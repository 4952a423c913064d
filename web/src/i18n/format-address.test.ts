import { expect, it } from "vitest";
import { formatAddress } from "./format-address.ts";

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["0000:0000:0000:0000:0000:0000:0000:0000", "::"],
  ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
  ["not: an address", "not: an address"],
])("%s is shown as %s", (address, shown) => {
  expect(formatAddress(address)).toBe(shown);
});
