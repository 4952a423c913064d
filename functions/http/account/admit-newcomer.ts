import { randomInt } from "node:crypto";
import type { AccountStore } from "@parley/chat/account/account-store";
import { limits } from "@parley/protocol/limits";
import { line } from "@parley/protocol/text";

/** What a provider says of a person who has no account yet. */
export interface ProviderProfile {
  readonly email: string;
  readonly name: string;
  readonly lastName?: unknown;
  /** Of `toUsername`. */
  readonly username?: unknown;
}

export interface Newcomer {
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
}

const candidatesMax = 8;
const suffixBelow = 10_000;
/** Leaves room for an underscore and the suffix. */
const baseCharsMax = limits.usernameCharsMax - 5;

/**
 * Makes the names of an account of what a provider says: the username is as near to the one there as is free, and
 * held for the newcomer, who may change all of it. Undefined when nothing near is free.
 */
export async function admitNewcomer(
  deps: { readonly accounts: Pick<AccountStore, "claimUsername"> },
  { email, name, lastName, username: login }: ProviderProfile,
): Promise<Newcomer | undefined> {
  const base = typeof login === "string" ? login : toUsername("");
  for (let candidate = 0; candidate < candidatesMax; candidate += 1) {
    const username = candidate === 0 ? base : `${base.slice(0, baseCharsMax)}_${randomInt(suffixBelow)}`;
    if ((await deps.accounts.claimUsername({ email, username })) === "claimed") {
      return { name: toName(name, base), lastName: toName(lastName, "-"), username };
    }
  }
  return undefined;
}

/** What somebody is called elsewhere as a username: letters, digits and underscores, enough and not too many. */
export function toUsername(login: string): string {
  const plain = login
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return (plain === "" ? "person" : plain)
    .slice(0, limits.usernameCharsMax)
    .padEnd(limits.usernameCharsMin, "_");
}

const PersonName = line(limits.personNameCharsMax);

function toName(given: unknown, fallback: string): string {
  const cut = typeof given === "string" ? given.slice(0, limits.personNameCharsMax) : "";
  const parsed = PersonName.safeParse(cut);
  return parsed.success ? parsed.data : fallback;
}
