/**
 * The SDK of Parley, for browsers and Node.
 *
 * `createChat` gives one object that speaks the whole protocol: typed HTTP calls, a connection that
 * resumes, rooms whose events come in one order without gaps, and an outbox that loses nothing.
 *
 * Invariants: it holds no zod and no framework; ids are taken as plain strings and given back branded; an
 * exported name changes only by growing.
 */
export type { Event, EventKind } from "@parley/protocol";
export type * from "./chat.ts";
export type * from "./chat-options.ts";
export type { Clock } from "./clock.ts";
export type { ConnectionState } from "./connection/connection-state.ts";
export { createChat } from "./create-chat.ts";
export type * from "./http/chat-api.ts";
export type { CallOptions } from "./http/http-call.ts";
export type { OutboxEntry } from "./outbox/outbox-entry.ts";
export type * from "./outbox/pending-message.ts";
export type * from "./outbox/throttle-snapshot.ts";
export { ParleyError } from "./parley-error.ts";
export type { Readable } from "./readable.ts";
export type { MessageList } from "./room/message-list.ts";
export type * from "./room/timeline.ts";
export type { ChatStorage } from "./storage/chat-storage.ts";
export { memoryStorage } from "./storage/memory-storage.ts";
export type { Surroundings } from "./surroundings.ts";
export type * from "./web-types.ts";
