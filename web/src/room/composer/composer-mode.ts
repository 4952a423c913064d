import type { TimelineMessage } from "@parley/client";

/** What the composer writes when it is no new message of its own: an answer, or an earlier message anew. */
export interface ComposerMode {
  readonly kind: "reply" | "edit";
  readonly message: TimelineMessage;
}
