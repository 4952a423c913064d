import { describe, expect, it } from "vitest";
import { describeError } from "./describe-error.ts";

describe("what the log keeps of an error", () => {
  it("[SEC4] leaves out what a failed query was given", () => {
    // As drizzle writes it.
    const message = "Failed query: insert into messages values ($1)\nparams: a private word";
    const error = new Error(message, { cause: new Error("away") });
    const text = JSON.stringify(describeError(error));
    expect(text).not.toContain("a private word");
    expect(text).toContain("insert into messages values ($1)");
    expect(text).toContain("away");
  });

  it("[SEC4] leaves out whatever else a driver hangs on an error", () => {
    const error = Object.assign(new Error("ERR wrong"), {
      command: { name: "set", args: ["a private word"] },
      detail: "Key (email)=(ada@example.test) already exists.",
      code: "23505",
    });
    expect(describeError(error)).toEqual({
      name: "Error",
      message: "ERR wrong",
      code: "23505",
      stack: expect.stringContaining("at "),
    });
  });

  it("keeps a chain of causes, and ends it", () => {
    const endless = new Error("round");
    endless.cause = endless;
    let depth = 0;
    for (let cause = describeError(endless).cause; cause !== undefined; cause = cause.cause) depth += 1;
    expect(depth).toBe(5);
  });

  it("says so when what was thrown is no error", () => {
    expect(describeError("a private word")).toEqual({
      name: "string",
      message: "Something that is no error was thrown.",
    });
  });
});
