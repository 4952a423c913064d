import { ParleyError } from "@parley/client";
import { describe, expect, it } from "vitest";
import { createTranslate } from "../i18n/catalogue.ts";
import { en } from "../i18n/en.ts";
import { explainRefusal } from "./fault-text.ts";

const t = createTranslate("en", "ltr", en);

describe("explainRefusal", () => {
  it("puts a taken username under its input", () => {
    const thrown = new ParleyError({ code: "conflict", fields: { username: "is taken" } });
    expect(explainRefusal(t, thrown)).toEqual({ errors: { username: en["fault.usernameTaken"] } });
  });

  it("puts what the service names under the form's inputs, by whatever name it goes there", () => {
    const thrown = new ParleyError({
      code: "invalid",
      fields: { lastName: "x", newPassword: "y", other: "z" },
    });
    expect(explainRefusal(t, thrown)).toEqual({
      errors: { lastName: en["fault.notAllowed"], password: en["fault.passwordCommon"] },
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
