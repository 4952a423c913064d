import { ChatError } from "../chat-error.ts";
import { findMentions, type MentionDeps } from "../membership/find-mentions.ts";
import { type ScreenDeps, screenText } from "../screen/message-screen.ts";
import { type ChangeInput, decideChange } from "./decide-change.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Replaces the text of one's own message, and resolves once that is durable.
 *
 * @throws {ChatError} `forbidden` for another's message; `conflict` for a deleted one; what `screenText` and
 *   `decideChange` throw.
 */
export async function editMessage(
  deps: LogDeps & MentionDeps & ScreenDeps,
  input: ChangeInput & { readonly text: string },
): Promise<{ seq: number }> {
  const { room, user, message: messageId, text } = input;
  return decideChange(deps, input, async ({ message }) => {
    if (message.user !== user) throw new ChatError("forbidden");
    if (message.deleted) throw new ChatError("conflict", { message: "The message was deleted." });
    await screenText(deps, { room, user, text });
    const mentions = await findMentions(deps, room, text);
    return { draft: { kind: "message.edited", messageId, text, mentions } };
  });
}
