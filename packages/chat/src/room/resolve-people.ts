import type { FieldReasons } from "@parley/protocol/errors";
import type { AccountStore, Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";

export interface ResolvePeopleDeps {
  readonly accounts: Pick<AccountStore, "findPeople">;
}

/**
 * The people that references name, in their order.
 *
 * @param fieldOf the request's field that holds the reference at an index, for the refusal.
 * @throws {ChatError} `invalid` with a field for each reference that names nobody.
 */
export async function resolvePeople(
  deps: ResolvePeopleDeps,
  references: readonly string[],
  fieldOf: (index: number) => string,
): Promise<Person[]> {
  const found = await deps.accounts.findPeople(references);
  const people: Person[] = [];
  const faults: Record<string, string> = {};
  for (const [index, reference] of references.entries()) {
    const person = found.get(reference);
    if (person === undefined) faults[fieldOf(index)] = "names nobody here";
    else people.push(person);
  }
  if (people.length < references.length)
    throw new ChatError("invalid", { fields: faults satisfies FieldReasons });
  return people;
}
