/** The path to a message: its room, and its seq as the place to go to there. */
export function messagePath(room: string, seq: number): string {
  return `/rooms/${room}?at=${seq}`;
}

/** The seq that a page's query asks for; undefined when it asks for none or for nonsense. */
export function readSeqAsked(query: string): number | undefined {
  const seq = Number(new URLSearchParams(query).get("at") ?? Number.NaN);
  return Number.isSafeInteger(seq) && seq >= 1 ? seq : undefined;
}
