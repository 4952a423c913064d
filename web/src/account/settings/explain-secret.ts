import { ParleyError } from "@parley/client";
import { errorText } from "../../app/error-text.ts";
import type { Submitted } from "../../design/use-submit.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { faultText } from "../fault-text.ts";

/** A refused call that asked for the person's password: which input it was refused for, else the whole. */
export function explainSecret(t: Translate, thrown: unknown): Submitted {
  const fields = thrown instanceof ParleyError ? thrown.fields : {};
  if ("currentPassword" in fields || "password" in fields) {
    return { errors: { password: t("account.wrongPassword") } };
  }
  if ("newPassword" in fields) return { errors: { newPassword: faultText(t, "password", "common") } };
  if ("newEmail" in fields) return { errors: { newEmail: faultText(t, "email", "form") } };
  return { problem: errorText(t, thrown) };
}
