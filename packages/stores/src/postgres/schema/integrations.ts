import { bigint, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { users } from "./auth.ts";
import { rooms } from "./chat.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** What a bot signs in with, kept as a hash; deleting the row revokes it. */
export const botTokens = pgTable(
  "bot_tokens",
  {
    id: text("id").primaryKey(),
    botId: text("bot_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    label: text("label").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    usedAt: at("used_at"),
  },
  (table) => [index("bot_tokens_bot").on(table.botId)],
);

/** A secret address that posts into a room, as a bot that is its member. */
export const incomingWebhooks = pgTable(
  "incoming_webhooks",
  {
    id: text("id").primaryKey(),
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    botId: text("bot_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    secretHash: text("secret_hash").notNull().unique(),
    name: text("name").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("incoming_webhooks_room").on(table.roomId)],
);

/**
 * Where a room's events are sent. `deliveredSeq` is how far: the log behind it is what is still to be sent, so
 * nothing else is kept of a delivery. The secret must be known to sign with.
 */
export const outgoingWebhooks = pgTable(
  "outgoing_webhooks",
  {
    id: text("id").primaryKey(),
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    url: text("url").notNull(),
    secret: text("secret").notNull(),
    events: text("events").array().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    deliveredSeq: bigint("delivered_seq", { mode: "number" }).notNull(),
    /** In a row. */
    failures: integer("failures").notNull().default(0),
    lastFailure: text("last_failure"),
    /** Nothing is sent before. */
    nextAttemptAt: at("next_attempt_at"),
    /** Who sends at the moment, and until when nobody else does. */
    leaseToken: text("lease_token"),
    leasedUntil: at("leased_until"),
    disabledAt: at("disabled_at"),
  },
  (table) => [index("outgoing_webhooks_room").on(table.roomId)],
);
