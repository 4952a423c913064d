import { ChatError } from "@parley/chat/chat-error";
import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { isOutage, mapOutage, withRetry } from "./outage.ts";

const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
const duplicate = Object.assign(new Error("duplicate key"), { code: "23505" });

describe("an outage of Postgres", () => {
  it.each([
    ["a socket that was refused", refused],
    ["a connection that broke", new Error("Connection terminated unexpectedly")],
    ["a pool that could not connect in time", new Error("timeout exceeded when trying to connect")],
    ["a statement that was not answered", new Error("Query read timeout")],
    ["a server that shuts down", Object.assign(new Error("x"), { code: "57P01" })],
    ["a server that became read-only", Object.assign(new Error("x"), { code: "25006" })],
    ["a proxy that is no proxy", new Error("Unexpected server response: 502")],
    ["a frame that is none", Object.assign(new RangeError("x"), { code: "WS_ERR_INVALID_OPCODE" })],
    ["what drizzle wraps around one of these", new DrizzleQueryError("select 1", [], refused)],
  ])("is %s", (_, thrown) => {
    expect(isOutage(thrown)).toBe(true);
  });

  it.each([
    ["a refusal of the statement", duplicate],
    ["a fault in our code", new TypeError("x is undefined")],
    ["what is no error", "ECONNREFUSED"],
    ["a refusal of the domain", new ChatError("conflict", { cause: duplicate })],
  ])("is not %s", (_, thrown) => {
    expect(isOutage(thrown)).toBe(false);
  });

  it("is thrown as unavailable, with its cause for the log", async () => {
    const failure = mapOutage(() => Promise.reject(refused));
    await expect(failure).rejects.toMatchObject({ code: "unavailable", cause: refused });
  });

  it("leaves other errors as they are", async () => {
    await expect(mapOutage(() => Promise.reject(duplicate))).rejects.toBe(duplicate);
    await expect(withRetry(() => Promise.reject(duplicate))).rejects.toBe(duplicate);
  });

  it("is tried over once, for a connection may have died while its Lambda was frozen", async () => {
    let tries = 0;
    const run = () => {
      tries += 1;
      return tries === 1 ? Promise.reject(refused) : Promise.resolve("answer");
    };
    expect(await withRetry(run)).toBe("answer");
    await expect(withRetry(() => Promise.reject(refused))).rejects.toMatchObject({ code: "unavailable" });
  });
});
