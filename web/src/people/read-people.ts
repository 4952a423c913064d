/** The usernames and addresses in a line that a person typed: apart by commas, semicolons or spaces, each once. */
export function readPeople(text: string): string[] {
  const names = text.split(/[\s,;،؛]+/u).map((name) => name.replace(/^@/, ""));
  return [...new Set(names.filter((name) => name !== ""))];
}

/** Of the people that a request named, those whom the service does not know (`fields["members.1"]`). */
export function unknownPeople(people: readonly string[], fields: Readonly<Record<string, string>>): string[] {
  return people.filter((_, index) => Object.hasOwn(fields, `members.${index}`));
}
