import type { PendingMessage, TimelineMessage, TimelineSnapshot } from "@parley/client";
import type { Spoken } from "./describe-row.ts";

/** A line of the conversation: said and kept, or on its way. Either keeps its key when it becomes the other. */
export type Row =
  | { readonly kind: "said"; readonly message: TimelineMessage }
  | { readonly kind: "pending"; readonly message: PendingMessage };

/** How many rows a window has; what is on its way stands after the newest message alone. */
export function countRows(snapshot: TimelineSnapshot): number {
  return snapshot.messages.length + (snapshot.hasAfter ? 0 : snapshot.pending.length);
}

export function rowAt(snapshot: TimelineSnapshot, index: number): Row | undefined {
  const said = index < 0 ? undefined : snapshot.messages.at(index);
  if (said !== undefined) return { kind: "said", message: said };
  const pending = snapshot.pending[index - snapshot.messages.length];
  return pending === undefined ? undefined : { kind: "pending", message: pending };
}

export function spokenOf(row: Row, viewer: string): Spoken {
  if (row.kind === "pending") return { user: viewer, atMs: row.message.createdAt };
  const { user, createdAt, seq } = row.message;
  return { user, atMs: Date.parse(createdAt), seq };
}
