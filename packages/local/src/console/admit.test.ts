import { expect, test } from "vitest";
import { isAdmitted } from "./admit.ts";

const host = "localhost:3000";
const own = "http://localhost:3000";

test("a browser on the console itself, and a terminal, may look", () => {
  expect(isAdmitted({ method: "GET", headers: { host } })).toBe(true);
  expect(isAdmitted({ method: "GET", headers: { host: "127.0.0.1:3000", "sec-fetch-site": "none" } })).toBe(
    true,
  );
  expect(
    isAdmitted({ method: "GET", headers: { host: "[::1]:3000", "sec-fetch-site": "same-origin" } }),
  ).toBe(true);
});

test("[SEC24] a name that was rebound to loopback is refused", () => {
  for (const name of [
    "rebound.example",
    "localhost.example:3000",
    "127.0.0.1.example",
    "",
    "localhost:3000:x",
  ]) {
    expect(isAdmitted({ method: "GET", headers: { host: name } })).toBe(false);
  }
});

test("[SEC24] a fault is only let happen by the console's own page", () => {
  expect(isAdmitted({ method: "POST", headers: { host, origin: own } })).toBe(true);
  expect(isAdmitted({ method: "POST", headers: { host } })).toBe(false);
  for (const origin of ["null", "http://localhost:8080", "https://localhost:3000", "http://evil.example"]) {
    expect(isAdmitted({ method: "POST", headers: { host, origin } })).toBe(false);
    expect(isAdmitted({ method: "GET", headers: { host, origin } })).toBe(false);
  }
  for (const site of ["cross-site", "same-site"]) {
    expect(isAdmitted({ method: "GET", headers: { host, "sec-fetch-site": site } })).toBe(false);
  }
  for (const method of ["PUT", "DELETE", "OPTIONS"]) {
    expect(isAdmitted({ method, headers: { host, origin: own } })).toBe(false);
  }
});
