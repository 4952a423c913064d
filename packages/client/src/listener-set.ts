/** Adds a listener; answers the way to end it. The same function may be added twice and ended once. */
export function addListener<Told>(
  listeners: Set<(told: Told) => void>,
  listener: (told: Told) => void,
): () => void {
  const entry = (told: Told) => listener(told);
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
  };
}
