/** The language of a wish, whatever its region: `es-MX` is Spanish. (BCP 47's primary subtag.) */
export function primaryOf(wish: string): string {
  return wish.toLowerCase().split("-", 1)[0] ?? "";
}
