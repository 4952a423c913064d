import { ParleyError } from "@parley/client";
import type { Translate } from "../i18n/catalogue.ts";

/** What to tell the person about a failed call: by its code, and apart where nothing answered at all. */
export function errorText(t: Translate, thrown: unknown): string {
  if (!(thrown instanceof ParleyError)) return t("error.internal");
  if (thrown.status === 0 && thrown.code === "unavailable") return t("error.network");
  return t(`error.${thrown.code}`);
}
