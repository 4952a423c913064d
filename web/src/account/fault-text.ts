import { ParleyError } from "@parley/client";
import { limits } from "@parley/protocol/limits";
import { errorText } from "../app/error-text.ts";
import type { Submitted } from "../design/use-submit.ts";
import type { Translate } from "../i18n/catalogue.ts";
import type { AccountInput, InputFault } from "./check-account.ts";

/** What to say under an input of an account form. */
export function faultText(t: Translate, input: AccountInput, fault: InputFault): string {
  if (fault === "missing") return t("fault.required");
  if (fault === "refused") return t("fault.notAllowed");
  if (input === "username") return usernameFaultText(t, fault);
  if (input === "password") return passwordFaultText(t, fault);
  if (input === "email") return t("fault.email");
  return t("fault.nameLong", { max: limits.personNameCharsMax });
}

function usernameFaultText(t: Translate, fault: InputFault): string {
  if (fault === "taken") return t("fault.usernameTaken");
  if (fault === "short") return t("fault.usernameShort", { min: limits.usernameCharsMin });
  if (fault === "long") return t("fault.usernameLong", { max: limits.usernameCharsMax });
  return t("fault.usernameForm");
}

function passwordFaultText(t: Translate, fault: InputFault): string {
  if (fault === "short") return t("fault.passwordShort", { min: limits.passwordCharsMin });
  if (fault === "long") return t("fault.passwordLong", { max: limits.passwordCharsMax });
  return t("fault.passwordCommon");
}

/** A refused account call, as the form shows it: under the inputs that it names, else above the form. */
export function explainRefusal(t: Translate, thrown: unknown): Submitted {
  if (!(thrown instanceof ParleyError)) return { problem: errorText(t, thrown) };
  const known = faultsByReason[thrown.reason ?? ""];
  if (known !== undefined) return { errors: { [known.input]: faultText(t, known.input, known.fault) } };
  const named = accountInputs.filter((input) => Object.hasOwn(thrown.fields, input));
  if (named.length === 0) return { problem: errorText(t, thrown) };
  const fault = (input: AccountInput): InputFault =>
    thrown.code === "conflict" && input === "username" ? "taken" : "refused";
  return { errors: Object.fromEntries(named.map((input) => [input, faultText(t, input, fault(input))])) };
}

const accountInputs: readonly AccountInput[] = ["name", "lastName", "username", "email", "password"];

/** Better Auth's own codes that concern one input. */
const faultsByReason: Readonly<Record<string, { input: AccountInput; fault: InputFault }>> = {
  INVALID_USERNAME: { input: "username", fault: "form" },
  USERNAME_IS_INVALID: { input: "username", fault: "form" },
  USERNAME_IS_ALREADY_TAKEN: { input: "username", fault: "taken" },
  USERNAME_TOO_SHORT: { input: "username", fault: "short" },
  USERNAME_TOO_LONG: { input: "username", fault: "long" },
  INVALID_EMAIL: { input: "email", fault: "form" },
  PASSWORD_TOO_SHORT: { input: "password", fault: "short" },
  PASSWORD_TOO_LONG: { input: "password", fault: "long" },
  PASSWORD_COMPROMISED: { input: "password", fault: "common" },
  PASSWORD_TOO_COMMON: { input: "password", fault: "common" },
};
