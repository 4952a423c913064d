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
  /** One who is in a room. Does not check who asks. */
  findMember(input: { room: RoomId; user: UserId }): Promise<StoredMember | undefined>;
  /** What one must know to change a room or who is in it, as of one moment; undefined when there is no room. */
  findState(input: { room: RoomId; actor: UserId; target: UserId }): Promise<RoomState | undefined>;
  isBanned(input: { room: RoomId; user: UserId }): Promise<boolean>;
  /** Keeps a person out; `nobody` when there is no such person. Banning again is done already. */
  ban(input: { room: RoomId; user: UserId; by: UserId }): Promise<"banned" | "nobody">;
  /** False when they were not banned. */
  unban(input: { room: RoomId; user: UserId }): Promise<boolean>;
  /** Who is kept out, latest first, at most `limit`. */
  listBans(input: { room: RoomId; limit: number }): Promise<StoredBan[]>;
  /** Removes a room with all that is in it; undefined when there is none. */
  remove(room: RoomId): Promise<{ readonly name: string; readonly members: readonly UserId[] } | undefined>;
}

export interface StoredBan {
  readonly user: Person;
  readonly bannedBy: UserId;
  readonly bannedAt: string;
}

/** A room and who leads it. */
export interface RoomState {
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly slowModeMs: number;
  readonly archived: boolean;
  /** The moment: everything up to this seq is in it. */
  readonly headSeq: number;
  /** The actor's; null for one who is no member. */
  readonly role: Role | null;
  /** Undefined for one who is no member. */
  readonly target: { readonly role: Role; readonly mutedUntilMs: number | undefined } | undefined;
  /** At most two are looked at: whether there is another is all that matters. */
  readonly owners: readonly UserId[];
  readonly memberCount: number;
}

/** Whether the room has no owner but this person. */
export function isLastOwner({ owners }: Pick<RoomState, "owners">, user: UserId): boolean {
  return owners.length === 1 && owners[0] === user;
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
