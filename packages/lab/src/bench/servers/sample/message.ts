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
  return { statusCode: 200 };
};
