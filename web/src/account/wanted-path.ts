/** Where a person wanted to go before the sign-in came between: a path of this client, never an address. */
export function wantedPath(): string {
  const to = new URLSearchParams(location.search).get("to") ?? "";
  return /^\/(?:rooms|invite)\//.test(to) ? to : "/rooms";
}
