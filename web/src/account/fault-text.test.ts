import { ParleyError } from "@parley/client";
import { describe, expect, it } from "vitest";
import { createTranslate } from "../i18n/catalogue.ts";
import { en } from "../i18n/en.ts";
import { explainRefusal } from "./fault-text.ts";

const t = createTranslate("en", en);

describe("explainRefusal", () => {
  it("puts a taken username under its input", () => {
    const thrown = new ParleyError({ code: "conflict", reason: "USERNAME_IS_ALREADY_TAKEN" });
    expect(explainRefusal(t, thrown)).toEqual({ errors: { username: en["fault.usernameTaken"] } });
  });

  it("puts what the service names under its inputs, whatever the reason", () => {
    const thrown = new ParleyError({ code: "invalid", fields: { name: "x", lastName: "y", other: "z" } });
    expect(explainRefusal(t, thrown)).toEqual({
      errors: { name: en["fault.notAllowed"], lastName: en["fault.notAllowed"] },
    });
  });

  it("says above the form what concerns no input, and apart that nothing answered", () => {
    expect(explainRefusal(t, new ParleyError({ code: "rate_limited" }))).toEqual({
      problem: en["error.rate_limited"],
    });
    expect(explainRefusal(t, new ParleyError({ code: "unavailable", status: 0 }))).toEqual({
      problem: en["error.network"],
    });
    expect(explainRefusal(t, new Error("bug"))).toEqual({ problem: en["error.internal"] });
  });
});
