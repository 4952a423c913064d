import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { type NotifyDeps, notifyPerson } from "../connection/notify-person.ts";

export interface ReadMarkStore {
  /** Moves a member's read mark forward, at most to the room's head; `moved` is undefined for a non-member. */
  advance(input: {
    room: RoomId;
    user: UserId;
    seq: number;
  }): Promise<{ moved: boolean; seq: number } | undefined>;
}

export interface MarkReadDeps extends NotifyDeps {
  readonly readMarks: ReadMarkStore;
}

export interface MarkReadInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly seq: number;
  /** The connection that says so, which need not be told. */
  readonly connectionId?: string | undefined;
}

/**
 * Moves a person's read mark forward and tells their other devices. It never moves back.
 *
 * @throws {ChatError} `not_found` for one who is not a member.
 */
export async function markRead(deps: MarkReadDeps, { connectionId, ...input }: MarkReadInput): Promise<void> {
  const advanced = await deps.readMarks.advance(input);
  if (advanced === undefined) throw new ChatError("not_found");
  if (!advanced.moved) return;
  const { room, user } = input;
  const frame = { type: "read", room, user, seq: advanced.seq } as const;
  await notifyPerson(deps, { user, frame, except: connectionId });
}
