/** The durable tables: people and their sessions, and what is said. */
export * from "./auth.ts";
export * from "./chat.ts";
