import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { Clock } from "../clock.ts";

export interface ScreenedText {
  readonly room: RoomId;
  readonly user: UserId;
  readonly text: string;
}

export type ScreenVerdict =
  | { readonly kind: "accepted" }
  /** `reason` is told to the author, after "text": such as "holds a word that is not allowed here". */
  | { readonly kind: "refused"; readonly reason: string };

/** Looks at what is about to be said: against spam, or for whatever else a team does not want to read. */
export interface MessageScreen {
  /** May throw or take its time: `screenText` says what becomes of the message then. */
  check(text: ScreenedText): Promise<ScreenVerdict>;
}

export interface ScreenDeps {
  /** Absent: everything is accepted. */
  readonly screen?: MessageScreen | undefined;
  readonly clock: Pick<Clock, "sleep">;
}

/** What a person waits for a screen at most. */
export const screenTimeoutMs = 500;

/**
 * Lets a text be looked at before it is accepted, whichever way it came. A screen that fails or does not answer
 * in time accepts: a chat that falls silent because its filter is down harms more than what slips through, which
 * hosts can delete.
 *
 * @throws {ChatError} `invalid` with the reason under `fields.text`, so that a client shows it beside the text.
 */
export async function screenText(deps: ScreenDeps, text: ScreenedText): Promise<void> {
  if (deps.screen === undefined) return;
  const late = deps.clock.sleep(screenTimeoutMs).then(() => undefined);
  const checked = deps.screen.check(text).catch(() => undefined);
  const verdict = await Promise.race([checked, late]);
  if (verdict?.kind !== "refused") return;
  throw new ChatError("invalid", {
    message: "The message was not accepted.",
    fields: { text: verdict.reason },
  });
}
