/**
 * What each function may do, beside writing its own log: least privilege, as plain data.
 *
 * `on` names a resource of this service; `infra/permissions.ts` turns it into ARNs. There is no wildcard
 * here: what AWS grants only on "*" (network interfaces, X-Ray) is added there, by name.
 */
import type { FunctionName } from "./functions.ts";

export type PermissionTarget =
  | "connections"
  | "connections/byUser"
  | "connections/byRoom"
  | "sockets/POST"
  | "sockets/DELETE"
  | "queues/deliveries"
  | "queues/drains"
  | "queues/hooks"
  | "mail";

export interface PermissionFacts {
  readonly actions: readonly string[];
  readonly on: PermissionTarget;
}

/** Forgetting a connection reads all that is kept of it and removes it. */
const forget = { actions: ["dynamodb:Query", "dynamodb:BatchWriteItem"], on: "connections" } as const;
/** A cold room's audience is read back when its log is made hot. */
const hydrate = { actions: ["dynamodb:Query"], on: "connections/byRoom" } as const;
/** @connections tells the calls apart by method: POST sends a frame, DELETE closes the socket. */
const post = { actions: ["execute-api:ManageConnections"], on: "sockets/POST" } as const;
const close = { actions: ["execute-api:ManageConnections"], on: "sockets/DELETE" } as const;
const listByUser = { actions: ["dynamodb:Query"], on: "connections/byUser" } as const;
const pushDelivery = { actions: ["sqs:SendMessage"], on: "queues/deliveries" } as const;
const askForDrain = { actions: ["sqs:SendMessage"], on: "queues/drains" } as const;
const askForHook = { actions: ["sqs:SendMessage"], on: "queues/hooks" } as const;
/** Who drains a room forgets connections that are gone, closes those that take nothing, and leaves to others what is too much. */
const drain = [forget, hydrate, post, close, pushDelivery, askForDrain, askForHook] as const;

/**
 * What Lambda itself needs of a consumer's role to read its queue.
 *
 * Source: "Using Lambda with Amazon SQS", AWS Lambda developer guide.
 */
export const consumeActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] as const;

export const permissions = {
  authorize: [],
  connect: [{ actions: ["dynamodb:PutItem"], on: "connections" }],
  message: [...drain, listByUser],
  disconnect: [forget],
  api: [...drain, listByUser, { actions: ["ses:SendEmail"], on: "mail" }],
  migrate: [],
  sweep: [...drain, listByUser],
  deliver: [forget, post, close, { actions: consumeActions, on: "queues/deliveries" }],
  drain: [...drain, { actions: consumeActions, on: "queues/drains" }],
  hook: [askForHook, { actions: consumeActions, on: "queues/hooks" }],
} as const satisfies Record<FunctionName, readonly PermissionFacts[]>;
