import type { Member, Role, Room, RoomId, RoomKind, UserId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";

/**
 * Rooms as the durable store has them. Rooms are created here, whole; what changes afterwards goes through the
 * room's log. Every method throws `ChatError("unavailable")` when the store is out of reach.
 */
export interface RoomStore {
  /** Creates a room with its people and the events that tell of them, seq 1 to n. Repeating it is harmless. */
  create(room: NewRoom): Promise<void>;
  /**
   * Creates the one direct room of two people, or finds it: however many ask at once, and from whichever
   * side, one is made. It gets the id of `room` only if it was `created`.
   */
  openDirect(room: NewRoom, directKey: string): Promise<{ readonly room: RoomId; readonly created: boolean }>;
  /** The rooms that a person is in, latest activity first, at most `limit`. */
  listOf(input: { user: UserId; limit: number }): Promise<Room[]>;
  /** Public rooms whose name or topic holds `query`, latest activity first, at most `limit`. */
  listPublic(input: { user: UserId; query: string; limit: number }): Promise<Room[]>;
  /** A room as a person sees it; undefined when it is absent, or when they may not know of it. */
  find(input: { room: RoomId; user: UserId }): Promise<Room | undefined>;
  /** Who is in a room, owners first, then by name, at most `limit`. Does not check who asks. */
  listMembers(input: { room: RoomId; limit: number }): Promise<StoredMember[]>;
}

export type StoredMember = Omit<Member, "online">;

export interface NewRoom {
  readonly id: RoomId;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly createdBy: UserId;
  readonly createdAtMs: number;
  /** In the order of their events; the first is the creator. */
  readonly members: readonly NewMember[];
}

export interface NewMember {
  readonly person: Person;
  readonly role: Role;
  /** Id of the `member.joined` event. */
  readonly eventId: string;
}
