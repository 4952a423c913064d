import type { Translate } from "../../i18n/catalogue.ts";
import { readDevice } from "./read-device.ts";

/** What a sign-in came from, in words. */
export function deviceName(t: Translate, userAgent: string | null | undefined): string {
  const { browser, system } = readDevice(userAgent);
  if (browser !== undefined && system !== undefined) return t("account.deviceOn", { browser, system });
  return browser ?? system ?? t("account.unknownDevice");
}
