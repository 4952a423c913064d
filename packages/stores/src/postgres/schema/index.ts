/** The durable tables: people and their sessions, what is said, who governs it, and what speaks by itself. */
export * from "./auth.ts";
export * from "./chat.ts";
export * from "./governance.ts";
export * from "./integrations.ts";
