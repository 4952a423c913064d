import { Random } from "../simulation/random.ts";

export type Blow = "redis killed" | "postgres killed" | "redis emptied";

/** What happens once so many messages were seen. */
export interface PlannedBlow {
  readonly blow: Blow;
  readonly afterMessages: number;
}

/** Blows in a random order at random moments, none in the first and last twentieth; a seed draws the same ones. */
export function planBlows(seed: number, messages: number, blows: readonly Blow[]): PlannedBlow[] {
  const random = new Random(seed);
  const moments = blows.map(() => Math.round(random.between(messages * 0.05, messages * 0.95)));
  const ordered = moments.toSorted((a, b) => a - b);
  const left = [...blows];
  return ordered.flatMap((afterMessages) =>
    left.splice(random.below(left.length), 1).map((blow) => ({ blow, afterMessages })),
  );
}
