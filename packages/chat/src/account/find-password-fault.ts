import { limits } from "@parley/protocol/limits";
import { commonPasswords } from "./common-passwords.ts";

/** What is known of the person whose password it is to be. */
export interface PasswordOwner {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly lastName?: string | undefined;
}

/**
 * Why a password is refused, or undefined when it may be used: 8 to 128 characters of any kind, not among the
 * commonest, and not the person's own name or address.
 */
export function findPasswordFault(password: string, owner: PasswordOwner = {}): string | undefined {
  if (password.length < limits.passwordCharsMin) {
    return `must have at least ${limits.passwordCharsMin} characters`;
  }
  if (password.length > limits.passwordCharsMax) {
    return `must have at most ${limits.passwordCharsMax} characters`;
  }
  const plain = password.toLowerCase();
  if (commonPasswords.has(plain) || new Set(plain).size === 1) return "is among the commonest passwords";
  return namesOf(owner).includes(plain) ? "must not be your name or address" : undefined;
}

function namesOf({ username, email, name, lastName }: PasswordOwner): string[] {
  const names = [username, email, email?.split("@")[0], name, lastName, `${name ?? ""}${lastName ?? ""}`];
  return names.filter((one) => one !== undefined).map((one) => one.toLowerCase());
}
