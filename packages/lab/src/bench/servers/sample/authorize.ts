import type { APIGatewayRequestAuthorizerEvent } from "aws-lambda";

/** Lets everybody in. */
export const handler = async ({ methodArn }: APIGatewayRequestAuthorizerEvent) => ({
  principalId: "anyone",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn }],
  },
});
