import { ChatError } from "../chat-error.ts";
import { type ChangeInput, decideChange } from "./decide-change.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Takes away a message's text: one's own, or anybody's for an owner or moderator, and for a steward. Deleting again is done already.
 *
 * @throws {ChatError} `forbidden` for another's message; what `decideChange` throws.
 */
export async function deleteMessage(deps: LogDeps, input: ChangeInput): Promise<{ seq: number }> {
  const { user, message: messageId, steward = false } = input;
  return decideChange(deps, input, ({ message, role, headSeq }) => {
    const own = message.user === user;
    if (!own && !steward && role === "member") throw new ChatError("forbidden");
    if (message.deleted) return { standsAs: headSeq };
    const draft = { kind: "message.deleted", messageId, by: user } as const;
    if (steward) return { draft, requires: { be: "steward" } };
    return own ? { draft } : { draft, requires: { be: "host" } };
  });
}
