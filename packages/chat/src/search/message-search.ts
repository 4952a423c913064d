import type { Message, MessageId, RoomId, SearchHit, UserId } from "@parley/protocol";

export interface SearchInput {
  /** Words, "phrases", `or` and -exclusions, as web searches have them. */
  readonly query: string;
  readonly user: UserId;
  readonly room?: RoomId | undefined;
  /** Whose messages. */
  readonly from?: UserId | undefined;
  readonly limit: number;
}

/** Finds messages in the rooms that a person is in, and in no others. */
export interface MessageSearch {
  /** Latest first, at most `limit`; deleted messages are not found. */
  search(input: SearchInput): Promise<SearchHit[]>;
  /** One message as a member sees it; undefined also for one who is no member. */
  find(input: { room: RoomId; user: UserId; message: MessageId }): Promise<Message | undefined>;
}
