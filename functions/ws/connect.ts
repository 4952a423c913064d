import { ChatError } from "@parley/chat/chat-error";
import { DynamoConnectionStore } from "@parley/stores/dynamodb/dynamodb-connection-store";
import { openDynamoTable } from "@parley/stores/dynamodb/dynamodb-table";
import { readConfig } from "../edge/config.ts";
import { wrapWebsocket } from "../edge/wrap-websocket.ts";

const table = openDynamoTable(readConfig("connect").CONNECTIONS_TABLE);
const connections = new DynamoConnectionStore(async () => table);

export const handler = wrapWebsocket("connect", async ({ connectionId, connectedAtMs, identity }) => {
  if (identity === undefined) throw new ChatError("unauthenticated");
  const { userId: user, sessionId } = identity;
  await connections.add({ connectionId, user, sessionId, connectedAtMs });
  return undefined;
});
