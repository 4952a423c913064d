import type { MessagesAnswer, RoomId, UserId } from "@parley/protocol";

/** Where in a room's history a page lies; `latest` is its end. */
export type Cursor =
  | { readonly at: "latest" }
  | { readonly at: "before" | "after" | "around"; readonly seq: number };

export interface HistoryPageInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly cursor: Cursor;
  readonly limit: number;
}

/** Pages of folded messages from the durable store, as true at one moment. */
export interface HistoryStore {
  listMessages(
    input: HistoryPageInput,
  ): Promise<
    | ({ readonly kind: "page" } & MessagesAnswer)
    | { readonly kind: "refused"; readonly code: "not_found" | "forbidden" }
  >;
}
