/**
 * The usual serverless sample's way: every connection from a scan of the table, and one awaited post of
 * the SDK's after another. It stores no message.
 */
import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { DeleteItemCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

const dynamo = new DynamoDBClient();
const TableName = process.env["CONNECTIONS_TABLE"];
const gateway = new ApiGatewayManagementApiClient({ endpoint: process.env["WEBSOCKET_CALLBACK_URL"] });

export const handler = async (event: { body: string }) => {
  const startedMs = Date.now();
  const { Items = [] } = await dynamo.send(
    new ScanCommand({ TableName, ProjectionExpression: "connectionId" }),
  );
  for (const { connectionId } of Items) {
    try {
      await gateway.send(new PostToConnectionCommand({ ConnectionId: connectionId?.S, Data: event.body }));
    } catch (error) {
      if (!(error instanceof GoneException) || connectionId === undefined) throw error;
      await dynamo.send(
        new DeleteItemCommand({ TableName, Key: { connectionId, scope: { S: "connection" } } }),
      );
    }
  }
  // For the cost meter, which reads how long a call took from what every function of Parley logs.
  console.log(JSON.stringify({ level: "INFO", message: "access", durationMs: Date.now() - startedMs }));
  return { statusCode: 200 };
};
