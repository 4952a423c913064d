import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

const dynamo = new DynamoDBClient();

export const handler = async (event: { requestContext: { connectionId: string } }) => {
  await dynamo.send(
    new DeleteItemCommand({
      TableName: process.env["CONNECTIONS_TABLE"],
      Key: { connectionId: { S: event.requestContext.connectionId }, scope: { S: "connection" } },
    }),
  );
  return { statusCode: 200, body: "Disconnected." };
};
