/** A mention that is being written: what of the username is there, and where its `@` stands. */
export interface BegunMention {
  readonly start: number;
  readonly query: string;
}

const begun = /(?<![\p{L}\p{N}_@/.])@([a-z0-9_.]*)$/iu;

/** The mention that ends at the caret; undefined when there is none. */
export function mentionAt(text: string, caret: number): BegunMention | undefined {
  const match = begun.exec(text.slice(0, caret));
  return match === null ? undefined : { start: match.index, query: match[1] ?? "" };
}

/** The text with the mention that is being written completed, and the caret behind it. */
export function completeMention(
  text: string,
  caret: number,
  mention: BegunMention,
  username: string,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, mention.start)}@${username} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

interface Mentionable {
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
}

/** Those whose username, first or last name begins like the query; whose username does come first. */
export function matchPeople<Person extends Mentionable>(
  people: readonly Person[],
  query: string,
  countMax: number,
): Person[] {
  const wanted = fold(query);
  const begins = (text: string) => fold(text).startsWith(wanted);
  const rank = ({ username, name, lastName }: Mentionable) =>
    begins(username) ? 0 : begins(name) || begins(lastName) ? 1 : 2;
  return people
    .filter((person) => rank(person) < 2)
    .toSorted((one, other) => rank(one) - rank(other) || one.username.localeCompare(other.username))
    .slice(0, countMax);
}

/** Without case and accents: "Jose" finds "José". */
function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLocaleLowerCase();
}
