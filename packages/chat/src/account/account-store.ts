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
  readonly reactions: readonly object[];
  readonly messages: readonly (MessagePlace & object)[];
}

/** A person as rooms know them. */
export type Person = Pick<PublicUser, "id" | "name" | "lastName" | "username">;

/** Tokens that prove, once, that their bearer reads an address's mail. They are kept hashed. */
export interface VerificationStore {
  /** Issues a token for a person's present address, of 256 random bits. */
  issue(input: { user: UserId; email: string; ttlMs: number }): Promise<string>;
  /**
   * Takes a token and marks the address it was issued for as verified. Undefined when it is unknown, used
   * or expired, or when the person has another address by now.
   */
  redeem(token: string): Promise<UserId | undefined>;
}
