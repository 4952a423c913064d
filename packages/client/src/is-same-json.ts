/** Whether two values say the same, of a kind whose fields are always written in one order. */
export function isSameJson<T>(one: T, other: T): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
