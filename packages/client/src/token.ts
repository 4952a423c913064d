import type { ChatOptions } from "./chat-options.ts";
import type { SessionAuthor } from "./outbox/outbox-entry.ts";

/** The bearer token; there is none where the browser's cookie does it. */
export interface Token {
  get(): string | undefined;
  keep(given: string | undefined): void;
  /** Stands for whoever the token belongs to, until the service has said who that is. */
  author(): SessionAuthor | undefined;
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
    author: () => (token === undefined ? undefined : `session:${fingerprint(token)}`),
  };
}

/** FNV-1a: tells one person's few tokens apart, and says nothing of use about a token of 190 random bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
