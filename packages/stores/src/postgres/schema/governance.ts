import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { users } from "./auth.ts";
import { rooms } from "./chat.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Who may not come back into a room, until the ban is lifted. */
export const roomBans = pgTable(
  "room_bans",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    bannedBy: text("banned_by").notNull(),
    bannedAt: at("banned_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.userId] })],
);

/** A link into a room. `codeHash` is what is kept of the code: who reads the table gets in nowhere. */
export const roomInvites = pgTable(
  "room_invites",
  {
    id: text("id").primaryKey(),
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull().unique(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usesMax: integer("uses_max").notNull(),
    uses: integer("uses").notNull().default(0),
    /** Who has used it and may not have come in yet: they may go on, and use it no second time. */
    arriving: text("arriving").array().notNull().default([]),
  },
  (table) => [index("room_invites_room").on(table.roomId)],
);

/**
 * Who did what to whom. What changes a room is entered by a trigger on `events`, in the statement that commits
 * it; the rest by whoever does it. It refers to nothing, so that it outlives what it speaks of.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    at: at("at").notNull().defaultNow(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    roomId: text("room_id"),
    target: text("target"),
    details: jsonb("details").notNull().default({}),
  },
  (table) => [
    index("audit_entries_room").on(table.roomId, table.id),
    index("audit_entries_actor").on(table.actor, table.id),
  ],
);
