import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const dynamo = new DynamoDBClient();

export const handler = async (event: { requestContext: { connectionId: string } }) => {
  await dynamo.send(
    new PutItemCommand({
      TableName: process.env["CONNECTIONS_TABLE"],
      Item: { connectionId: { S: event.requestContext.connectionId }, scope: { S: "connection" } },
    }),
  );
  return { statusCode: 200, body: "Connected." };
};
