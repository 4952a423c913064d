import { ChatError } from "@parley/chat/chat-error";
import { createDynamo } from "@parley/stores/dynamodb/dynamodb-client";
import { DynamoConnectionStore } from "@parley/stores/dynamodb/dynamodb-connection-store";
import { readConfig } from "../edge/config.ts";
import { wrapWebsocket } from "../edge/wrap-websocket.ts";

const connections = new DynamoConnectionStore(createDynamo(), readConfig("connect").CONNECTIONS_TABLE);

export const handler = wrapWebsocket("connect", async ({ connectionId, connectedAtMs, identity }) => {
  if (identity === undefined) throw new ChatError("unauthenticated");
  const { userId: user, sessionId } = identity;
  await connections.add({ connectionId, user, sessionId, connectedAtMs });
  return undefined;
});
