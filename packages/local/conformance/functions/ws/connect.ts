/** Does what the query's `connect` says, and shows its event to the connection that `observer` names. */
import { post, type SocketEvent } from "./observe.ts";

export async function handler(event: SocketEvent): Promise<unknown> {
  const query = event.queryStringParameters ?? {};
  const observer = query["observer"];
  if (observer !== undefined) {
    const ownPostStatus = await post(event, event.requestContext.connectionId, "too early");
    await post(event, observer, { saw: "connect", event, ownPostStatus });
  }
  switch (query["connect"]) {
    case undefined:
      return { statusCode: 200 };
    case "throw":
      throw new Error("conformance: $connect fails");
    case "nothing":
      return {};
    case "protocol":
      return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": "second" } };
    default:
      return { statusCode: Number(query["connect"]) };
  }
}
