/** Does what the query says: `ticket` `deny` and `throw`, and a context of `context` bytes. */
interface AuthorizerEvent {
  readonly type: string;
  readonly methodArn: string;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
}

export async function handler(event: AuthorizerEvent): Promise<unknown> {
  const query = event.queryStringParameters ?? {};
  if (query["ticket"] === "throw") throw new Error("conformance: the authorizer fails");
  const effect = query["ticket"] === "deny" ? "Deny" : "Allow";
  return {
    principalId: "conformance",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: event.methodArn }],
    },
    context: {
      number: 7,
      flag: true,
      observer: query["observer"] ?? "",
      authorizerType: event.type,
      methodArn: event.methodArn,
      filling: "x".repeat(Number(query["context"] ?? 0)),
    },
  };
}
