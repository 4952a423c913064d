import type { PublicUser, UserId } from "@parley/protocol";

/** What the domain asks of the people who are signed up, beyond what the sign-in itself takes care of. */
export interface AccountStore {
  /**
   * Makes way for a sign-up: forgets what an earlier one with this address left unverified, and keeps the
   * username for this address for a day. `taken` when somebody else has or holds it.
   *
   * Whether the address has an account makes no difference to the answer, nor to what others are told about
   * the username afterwards.
   */
  claimUsername(input: { email: string; username: string }): Promise<"claimed" | "taken">;
  /** Forgets who signed up with an address and never verified it: its owner has come another way. */
  forgetUnverified(email: string): Promise<void>;
  /**
   * The verified people that references (ids, usernames or addresses) name; a reference that names nobody
   * is missing from the map.
   */
  findPeople(references: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Verified people whose name, last name or username begins with `query`, by name, at most `limit`. */
  searchPeople(input: { query: string; limit: number }): Promise<Person[]>;
  /** Forgets who somebody was, with all their sessions and ways to sign in. Repeating it is harmless. */
  erase(user: UserId): Promise<void>;
  /** What is kept about somebody; of their messages a page after a place, in the order of rooms and seqs. */
  exportOf(input: { user: UserId; after: MessagePlace | undefined; limit: number }): Promise<AccountExport>;
}

/** Where a message stands. */
export interface MessagePlace {
  readonly room: string;
  readonly seq: number;
}

export interface AccountExport {
  readonly profile: object;
  readonly signIns: readonly object[];
  readonly sessions: readonly object[];
  readonly memberships: readonly object[];
  readonly bots: readonly object[];
  readonly reactions: readonly object[];
  readonly messages: readonly (MessagePlace & object)[];
}

/** A person as rooms know them. */
export type Person = Pick<PublicUser, "id" | "name" | "lastName" | "username" | "bot">;

/** Tokens that prove, once, that their bearer reads an address's mail. They are kept hashed. */
export interface VerificationStore {
  /** Issues a token for a person's present address, or to change it, of 256 random bits. */
  issue(input: {
    readonly user: UserId;
    readonly email: string;
    readonly ttlMs: number;
    readonly change?: { readonly to: string; readonly session: string };
  }): Promise<string>;
  /**
   * Takes a token and marks the address it was issued for as verified, after making it the person's where it
   * was issued for a change. Undefined when it is unknown, used or expired, when the person has another address
   * by now, or, of a change, another password, and when somebody else has the address.
   */
  redeem(token: string): Promise<Redeemed | undefined>;
}

export interface Redeemed {
  readonly user: UserId;
  /** The change of address; all sessions but the one that asked for it have ended with it. */
  readonly change: ChangedAddress | undefined;
}

export interface ChangedAddress {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly endedSessions: readonly string[];
}
