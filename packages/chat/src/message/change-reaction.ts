import { ChatError } from "../chat-error.ts";
import { type ChangeInput, decideChange } from "./decide-change.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Adds or takes back one's own reaction. Adding twice is adding once: the log holds adding and removing in
 * turn, so that clients may simply count.
 *
 * @throws {ChatError} `conflict` for a deleted message; what `decideChange` throws.
 */
export async function changeReaction(
  deps: LogDeps,
  input: ChangeInput & { readonly emoji: string; readonly present: boolean },
): Promise<{ seq: number }> {
  const { message: messageId, emoji, present } = input;
  return decideChange(deps, input, ({ message, reactionSeq, headSeq }) => {
    if (message.deleted) throw new ChatError("conflict", { message: "The message was deleted." });
    if (present === (reactionSeq !== undefined)) return { standsAs: reactionSeq ?? headSeq };
    const kind = present ? "reaction.added" : "reaction.removed";
    return { draft: { kind, messageId, emoji } };
  });
}
