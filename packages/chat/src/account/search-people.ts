import type { PublicUser } from "@parley/protocol";
import type { OnlineDirectory } from "../room/list-members.ts";
import type { AccountStore } from "./account-store.ts";

/** People whose name or username begins with `query`, with who is online; never with an address. */
export async function searchPeople(
  deps: { readonly accounts: Pick<AccountStore, "searchPeople">; readonly online: OnlineDirectory },
  input: { query: string; limit: number },
): Promise<PublicUser[]> {
  const people = await deps.accounts.searchPeople(input);
  const online = await deps.online.listOnline(people.map(({ id }) => id));
  // Presence is a lease and leaves no trace: when somebody was last seen is not known.
  return people.map((person) => Object.assign(person, { online: online.has(person.id), lastSeenAt: null }));
}
