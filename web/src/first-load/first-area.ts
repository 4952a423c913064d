import { accountPaths } from "../app/account-paths.ts";
import { readStored, writeStored } from "../app/stored.ts";

/** What the page is made of beside what it always needs: the pages before the sign-in, or the rooms. */
export type Area = "account" | "rooms";

const storedKey = "parley.signedIn";

/** Which area an address will show; undefined for addresses of no page. A guess that is wrong costs time alone. */
export function firstArea(path: string): Area | undefined {
  if (accountPaths.test(path)) return "account";
  if (!/^\/(?:$|rooms(?:\/|$)|invite\/|settings$)/.test(path)) return undefined;
  return readStored(storedKey) === null ? "account" : "rooms";
}

/** The room that an address is of; undefined where there is none. */
export function roomOf(path: string): string | undefined {
  return /^\/rooms\/(rom_\w+)/.exec(path)?.[1];
}

/** Remembers on this device whether somebody is signed in, for `firstArea`. */
export function rememberSignedIn(signedIn: boolean): void {
  writeStored(storedKey, signedIn ? "1" : null);
}
