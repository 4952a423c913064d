/** Well above what either way through takes at rest: a hash, a few statements and a mail. */
export const secretiveFloorMs = 1_000;

/**
 * Makes a call last at least so long: whether an address has an account must not show in the time that the
 * answer takes. What is slower than the floor (a mail that is slow to be handed over) is rare and jittered.
 */
export async function paceAnswer<T>(floorMs: number, run: () => Promise<T>): Promise<T> {
  const floor = new Promise<void>((resolve) => setTimeout(resolve, floorMs));
  try {
    return await run();
  } finally {
    await floor;
  }
}
