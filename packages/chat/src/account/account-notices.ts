import type { UserId } from "@parley/protocol";

/** Whom a mail goes to. */
export interface Addressee {
  readonly name: string;
  readonly email: string;
}

/**
 * What people are told of their accounts. None of it throws or decides an answer: a mail that fails only for
 * addresses that have an account would tell which ones do.
 */
export interface AccountNotices {
  /** The link by which a new account's address is verified. */
  verification(person: Addressee & { readonly id: UserId }): Promise<void>;
  /** The link by which a new password is chosen. */
  reset(person: Addressee, token: string): Promise<void>;
  /** Somebody signed up, or wants to be reached, with the address of this account. */
  knownAddress(person: Addressee): Promise<void>;
  /** The link by which a new address is confirmed; it goes there. */
  newAddress(person: Addressee, token: string): Promise<void>;
  /** The account is reached elsewhere from now on; it goes to the former address. */
  addressChanged(person: Addressee, to: string): Promise<void>;
  /** One may sign in with the identity at a provider from now on. */
  signInAdded(person: Addressee, provider: string): Promise<void>;
  /** A session has ended: its sockets are told so and closed. */
  sessionEnded(session: { readonly user: UserId; readonly sessionId: string }): Promise<void>;
}
