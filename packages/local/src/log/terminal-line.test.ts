import { expect, test } from "vitest";
import type { LogLine } from "../cloud-types.ts";
import { readFunctionLine } from "./function-line.ts";
import { formatTerminalLine } from "./terminal-line.ts";

const format = (line: Partial<LogLine>) =>
  formatTerminalLine(
    { atMs: 0, level: "info", source: "api", message: "", ...line },
    { colour: false },
  )?.slice(9);

test("an access line is short: route, status, duration, who", () => {
  const text = JSON.stringify({
    level: "INFO",
    message: "access",
    timestamp: "2026-01-31T12:00:00.000Z",
    route: "POST /api/rooms",
    status: 201,
    durationMs: 12,
    userId: "usr_1",
    userAgent: "toy",
  });
  expect(format(readFunctionLine("api", "stdout", text))).toBe(
    "api        POST /api/rooms  201  12 ms  usr_1",
  );
});

test("warnings and errors are shown with their cause; other lines are for the files", () => {
  const fields = { error: { message: "connection refused" } };
  expect(format({ level: "error", message: "post failed", fields })).toBe(
    "api        post failed: connection refused",
  );
  expect(format({ level: "warn", message: "slow" })).toBe("api        slow");
  expect(format({ level: "info", message: "migrated" })).toBeUndefined();
  expect(format({ level: "debug", message: "access" })).toBeDefined();
});

test("[SEC20] what a caller sends cannot forge a line or steer the terminal", () => {
  expect(format({ level: "warn", message: "a\r\nb\u001B[31mc\u009Bd" })).toBe("api        a  b [31mc d");
});

test("metrics are for CloudWatch: in the debug log, not on the terminal", () => {
  const line = readFunctionLine("api", "stdout", '{"_aws":{},"Posts":1}');
  expect([line.level, line.message, format(line)]).toEqual(["debug", "metrics", undefined]);
});

test("plain text is kept as it is, and stderr is a warning", () => {
  expect(readFunctionLine("api", "stderr", "Warning: x")).toEqual({
    source: "api",
    level: "warn",
    message: "Warning: x",
  });
  expect(readFunctionLine("api", "stdout", "{broken")).toMatchObject({ level: "info", message: "{broken" });
});
