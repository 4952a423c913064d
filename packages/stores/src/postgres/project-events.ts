import type { Event } from "@parley/protocol";

/**
 * What a batch of events changes of the projections, as rows for one statement. Within a batch the last
 * change wins, so that every row is touched at most once: data-modifying CTEs see the same snapshot.
 */
export interface Projection {
  readonly created: readonly MessageRow[];
  readonly changed: readonly ChangeRow[];
  readonly reactionsAdded: readonly ReactionRow[];
  readonly reactionsRemoved: readonly ReactionRow[];
  readonly joined: readonly MemberRow[];
  readonly left: readonly { readonly user_id: string }[];
  readonly room: { readonly active_at: string | null; readonly facts: RoomFactsRow | null };
}

interface MessageRow extends MessageChange {
  readonly seq: number;
  readonly id: string;
  readonly user_id: string;
  readonly reply_to: string | null;
  readonly created_at: string;
}

/** The changes to a message from before the batch. `edited_at` null: as it was. */
interface ChangeRow extends MessageChange {
  readonly id: string;
}

/** What an edit or a deletion leaves of a message. */
interface MessageChange {
  text: string;
  mentions: readonly string[];
  edited_at: string | null;
  deleted_at: string | null;
}

interface ReactionRow {
  readonly message_id: string;
  readonly emoji: string;
  readonly user_id: string;
  readonly seq: number;
}

interface MemberRow {
  readonly user_id: string;
  readonly role: string;
  readonly muted_until: string | null;
  readonly at: string;
  readonly seq: number;
}

interface RoomFactsRow {
  readonly name: string;
  readonly topic: string;
  readonly kind: string;
  readonly slow_mode_ms: number;
  readonly archived: boolean;
}

export function projectEvents(events: readonly Event[]): Projection {
  const created = new Map<string, MessageRow>();
  const changed = new Map<string, ChangeRow>();
  const reactions = new Map<string, ReactionRow & { readonly present: boolean }>();
  const members = new Map<string, MemberRow | undefined>();
  let activeAt: string | null = null;
  let facts: RoomFactsRow | null = null;
  for (const event of events) {
    if (event.kind === "message.created") {
      created.set(event.message.id, toMessageRow(event));
      activeAt = event.at;
    } else if (event.kind === "message.edited" || event.kind === "message.deleted") {
      applyChange(created, changed, event);
    } else if (event.kind === "reaction.added" || event.kind === "reaction.removed") {
      const row = { message_id: event.messageId, emoji: event.emoji, user_id: event.user, seq: event.seq };
      reactions.set(`${row.message_id} ${row.user_id} ${row.emoji}`, {
        ...row,
        present: event.kind === "reaction.added",
      });
    } else if (event.kind === "member.left") members.set(event.userId, undefined);
    else if (event.kind === "room.updated") facts = toFactsRow(event);
    else members.set(event.userId, toMemberRow(event));
  }
  const reacted = [...reactions.values()].map(({ present, ...row }) => ({ present, row }));
  return {
    created: [...created.values()],
    changed: [...changed.values()],
    reactionsAdded: reacted.filter(({ present }) => present).map(({ row }) => row),
    reactionsRemoved: reacted.filter(({ present }) => !present).map(({ row }) => row),
    joined: [...members.values()].filter((row) => row !== undefined),
    left: [...members].filter(([, row]) => row === undefined).map(([user_id]) => ({ user_id })),
    room: { active_at: activeAt, facts },
  };
}

function toMessageRow({ message }: Extract<Event, { kind: "message.created" }>): MessageRow {
  return {
    seq: message.seq,
    id: message.id,
    user_id: message.user,
    text: message.text,
    reply_to: message.replyTo ?? null,
    mentions: message.mentions,
    created_at: message.createdAt,
    edited_at: null,
    deleted_at: null,
  };
}

/** Nothing changes a deleted message any more. */
function applyChange(
  created: ReadonlyMap<string, MessageRow>,
  changed: Map<string, ChangeRow>,
  event: Extract<Event, { kind: "message.edited" | "message.deleted" }>,
): void {
  const id = event.messageId;
  const row = created.get(id) ??
    changed.get(id) ?? { id, text: "", mentions: [], edited_at: null, deleted_at: null };
  if (row.deleted_at !== null) return;
  const isEdit = event.kind === "message.edited";
  row.text = isEdit ? event.text : "";
  row.mentions = isEdit ? event.mentions : [];
  if (isEdit) row.edited_at = event.at;
  else row.deleted_at = event.at;
  if (!created.has(id)) changed.set(id, row);
}

function toMemberRow(event: Extract<Event, { kind: "member.joined" | "member.role" }>): MemberRow {
  const muted = event.kind === "member.role" ? (event.mutedUntil ?? null) : null;
  return { user_id: event.userId, role: event.role, muted_until: muted, at: event.at, seq: event.seq };
}

function toFactsRow({ facts }: Extract<Event, { kind: "room.updated" }>): RoomFactsRow {
  const { name, topic, kind, slowModeMs, archived } = facts;
  return { name, topic, kind, slow_mode_ms: slowModeMs, archived };
}
