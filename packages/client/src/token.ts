import type { ChatOptions } from "./chat-options.ts";

/** The bearer token; there is none where the browser's cookie does it. */
export interface Token {
  get(): string | undefined;
  keep(given: string | undefined): void;
}

export function createToken(
  usesCookies: boolean,
  { token: known, onToken }: Pick<ChatOptions, "token" | "onToken">,
): Token {
  let token = usesCookies ? undefined : known;
  return {
    get: () => token,
    keep: (given) => {
      if (usesCookies || given === token) return;
      token = given;
      onToken?.(given);
    },
  };
}
