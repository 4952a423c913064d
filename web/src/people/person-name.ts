/** The parts of a person that name them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
}

/** First and last name; the username where both are empty. */
export function fullName(person: Omit<NamedPerson, "id">): string {
  return `${person.name} ${person.lastName}`.trim() || person.username;
}

/**
 * What each person is called among the others, by id: by first name while it is theirs alone, with the
 * last name's initial while that tells them apart, by full name else.
 */
export function callNames(people: readonly NamedPerson[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const namesakes of Map.groupBy(people, ({ name }) => fold(name)).values()) {
    const initials = Map.groupBy(namesakes, ({ lastName }) => fold(initialOf(lastName)));
    for (const person of namesakes) {
      const initial = initialOf(person.lastName);
      const first = person.name.trim();
      const alone = namesakes.length === 1;
      const told = initial !== "" && initials.get(fold(initial))?.length === 1;
      if (first === "") names.set(person.id, fullName(person));
      else if (alone) names.set(person.id, first);
      else names.set(person.id, told ? `${first} ${initial}.` : fullName(person));
    }
  }
  return names;
}

function initialOf(text: string): string {
  return [...text.trim()][0] ?? "";
}

function fold(text: string): string {
  return text.trim().normalize("NFC").toLocaleLowerCase();
}
