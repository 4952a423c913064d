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

/** The same for each input that something is wrong with, as a form takes it. */
export function faultTexts(
  t: Translate,
  faults: Partial<Record<AccountInput, InputFault>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(faults) as [AccountInput, InputFault][];
  return Object.fromEntries(entries.map(([input, fault]) => [input, faultText(t, input, fault)]));
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
  const named = Object.keys(thrown.fields).flatMap((field) => inputsByField[field] ?? []);
  if (named.length === 0) return { problem: errorText(t, thrown) };
  return {
    errors: Object.fromEntries(named.map((input) => [input, faultText(t, input, faultOf(thrown, input))])),
  };
}

/** The service's names of what a form asks for, by the form's. */
const inputsByField: Readonly<Record<string, AccountInput>> = {
  name: "name",
  lastName: "lastName",
  username: "username",
  email: "email",
  password: "password",
  newPassword: "password",
};

/** What the service has against an input that the form found nothing wrong with. */
function faultOf(thrown: ParleyError, input: AccountInput): InputFault {
  if (input === "username") return thrown.code === "conflict" ? "taken" : "form";
  if (input === "password") return "common";
  return input === "email" ? "form" : "refused";
}
