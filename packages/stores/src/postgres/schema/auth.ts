import { relations, sql } from "drizzle-orm";
import { boolean, index, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/**
 * The tables that Better Auth reads and writes; property names are its own fields' names.
 *
 * `username` is kept in lower case. `role` is what a person may do to the service as a whole.
 */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    lastName: text("last_name").notNull(),
    username: text("username").notNull().unique(),
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    role: text("role", { enum: ["user", "admin"] })
      .notNull()
      .default("user"),
    /** A bot is no person: it has an owner and tokens, and neither an address nor a password. */
    kind: text("kind", { enum: ["person", "bot"] })
      .notNull()
      .default("person"),
    ownerId: text("owner_id"),
    /** Shut out by an administrator. */
    bannedAt: at("banned_at"),
    /** The account is gone; the row stays for what it has said. */
    deletedAt: at("deleted_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("users_username_prefix").using("btree", table.username.op("text_pattern_ops")),
    index("users_name_prefix").using(
      "btree",
      sql`lower(${table.name} || ' ' || ${table.lastName}) text_pattern_ops`,
    ),
    index("users_owner").on(table.ownerId).where(sql`${table.ownerId} is not null`),
    index("users_last_name_prefix").using("btree", sql`lower(${table.lastName}) text_pattern_ops`),
  ],
);

/** A sign-in. `token` is what the cookie and the bearer header carry, signed. */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    token: text("token").notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expiry").on(table.expiresAt)],
);

/**
 * Sessions and bots' tokens that ended before their time, and whose connections may still be open: a trigger
 * writes them with the end itself, whoever brings it about.
 */
export const endedSessions = pgTable("ended_sessions", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  endedAt: at("ended_at").notNull().defaultNow(),
});

/** A way to sign in: the password's hash, or the identity at an OAuth provider. */
export const accounts = pgTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    providerId: text("provider_id").notNull(),
    issuer: text("issuer").notNull(),
    accountId: text("account_id").notNull(),
    password: text("password"),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text("scope"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("accounts_identity").on(table.issuer, table.accountId),
    index("accounts_user").on(table.userId),
  ],
);

/** One-time tokens of mails; `identifier` holds the token's hash, never the token. */
export const verifications = pgTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("verifications_identifier").on(table.identifier),
    index("verifications_expiry").on(table.expiresAt),
  ],
);

/** So that a session and its person are read in one statement. */
export const usersRelations = relations(users, ({ many }) => ({
  sessions: many(sessions),
  accounts: many(accounts),
}));
export const sessionsRelations = relations(sessions, ({ one }) => ({
  users: one(users, { fields: [sessions.userId], references: [users.id] }),
}));
export const accountsRelations = relations(accounts, ({ one }) => ({
  users: one(users, { fields: [accounts.userId], references: [users.id] }),
}));
