/**
 * The wire contract between clients and the service, as zod schemas from which types and documents are
 * derived. It imports nothing of the service.
 *
 * Invariants: an exported schema changes only by growing; requests are strict, answers are open.
 */
export * from "./errors.ts";
export * from "./event.ts";
export * from "./fold.ts";
export * from "./frames/client/message-delete.ts";
export * from "./frames/client/message-edit.ts";
export * from "./frames/client/message-send.ts";
export * from "./frames/client/ping.ts";
export * from "./frames/client/reaction.ts";
export * from "./frames/client/read.ts";
export * from "./frames/client/subscribe.ts";
export * from "./frames/client/typing.ts";
export * from "./frames/client/unsubscribe.ts";
export * from "./frames/client-frame.ts";
export * from "./frames/server/error.ts";
export * from "./frames/server/events.ts";
export * from "./frames/server/hello.ts";
export * from "./frames/server/notices.ts";
export * from "./frames/server/ok.ts";
export * from "./frames/server/pong.ts";
export * from "./frames/server/subscribed.ts";
export * from "./frames/server-frame.ts";
export * from "./http.ts";
export * from "./http-answers.ts";
export * from "./ids.ts";
export * from "./integrations.ts";
export * from "./limits.ts";
export * from "./message.ts";
export * from "./parse.ts";
export * from "./room.ts";
export * from "./text.ts";
export * from "./user.ts";
export * from "./version.ts";
