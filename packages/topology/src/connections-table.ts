/**
 * The DynamoDB table of connections.
 *
 * One item per connection (`scope` = "connection", with `userId`, `sessionId`, `connectedAt`) and one
 * per room that a connection is subscribed to (`scope` = the room's id, with `roomId`, `userId`), so
 * that a room's audience can be rebuilt when Redis has lost it. Both indexes are sparse: only the
 * items that carry their key are in them. `expiresAt` is in epoch seconds, as DynamoDB's TTL wants it.
 */
export const connectionsTable = {
  partitionKey: "connectionId",
  sortKey: "scope",
  connectionScope: "connection",
  ttlAttribute: "expiresAt",
  indexes: {
    byUser: { partitionKey: "ownerId", sortKey: "connectionId" },
    byRoom: { partitionKey: "roomId", sortKey: "connectionId" },
  },
  /** Beyond API Gateway's two hours, so that an item never expires under a living socket. */
  itemTtlMs: 3 * 60 * 60_000,
} as const;
