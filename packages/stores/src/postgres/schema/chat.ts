import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { users } from "./auth.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const seq = (name: string) => bigint(name, { mode: "number" });

/** `headSeq` is the room's last durable event; `directKey` is the sorted pair of a direct room's people. */
export const rooms = pgTable(
  "rooms",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: ["public", "private", "direct"] }).notNull(),
    name: text("name").notNull(),
    topic: text("topic").notNull().default(""),
    directKey: text("direct_key").unique(),
    slowModeMs: integer("slow_mode_ms").notNull().default(0),
    archived: boolean("archived").notNull().default(false),
    headSeq: seq("head_seq").notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
    activeAt: at("active_at").notNull().defaultNow(),
  },
  (table) => [index("rooms_public").on(table.activeAt).where(sql`${table.kind} = 'public'`)],
);

/** Who is in which room: the projection of `member.*` events, and each person's read mark. */
export const memberships = pgTable(
  "memberships",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: ["owner", "moderator", "member"] }).notNull(),
    mutedUntil: at("muted_until"),
    lastReadSeq: seq("last_read_seq").notNull().default(0),
    joinedAt: at("joined_at").notNull().defaultNow(),
    joinedSeq: seq("joined_seq").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.userId] }),
    index("memberships_user").on(table.userId),
  ],
);

/**
 * The durable log. The primary key is the fence: no seq is ever written twice, whatever Redis believes.
 * `body` is the event without `room`, `seq`, `at`, `user`, `kind` and `clientId`, which have columns.
 */
export const events = pgTable(
  "events",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    seq: seq("seq").notNull(),
    /** Unique per append: tells a repeated commit of the same event from another event with its seq. */
    eventId: text("event_id").notNull(),
    at: at("at").notNull(),
    userId: text("user_id").notNull(),
    kind: text("kind").notNull(),
    clientId: text("client_id"),
    body: jsonb("body").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.seq] }),
    uniqueIndex("events_client_id").on(table.roomId, table.userId, table.clientId),
    /** Whom an event names, for when they are to be forgotten. */
    index("events_joined").on(sql`(${table.body} ->> 'userId')`).where(sql`${table.kind} = 'member.joined'`),
  ],
);

/** The projection of `message.*` events, for pages, search and unread counts. */
export const messages = pgTable(
  "messages",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    seq: seq("seq").notNull(),
    id: text("id").notNull(),
    userId: text("user_id").notNull(),
    text: text("text").notNull(),
    replyTo: text("reply_to"),
    mentions: text("mentions").array().notNull().default(sql`'{}'`),
    createdAt: at("created_at").notNull(),
    editedAt: at("edited_at"),
    deletedAt: at("deleted_at"),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.seq] }),
    uniqueIndex("messages_id").on(table.roomId, table.id),
    index("messages_author").on(table.userId, table.roomId, table.seq),
    index("messages_words").using("gin", sql`to_tsvector('simple', ${table.text})`),
  ],
);

/** The projection of `reaction.*` events. */
export const reactions = pgTable(
  "reactions",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    messageId: text("message_id").notNull(),
    emoji: text("emoji").notNull(),
    userId: text("user_id").notNull(),
    seq: seq("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.messageId, table.emoji, table.userId] })],
);
