/** Shows its event to the connection that watched the one that has ended. */
import { post, type SocketEvent } from "./observe.ts";

export async function handler(event: SocketEvent): Promise<unknown> {
  const observer = event.requestContext.authorizer?.["observer"] ?? "";
  if (observer !== "") await post(event, observer, { saw: "disconnect", event });
  return { statusCode: 200 };
}
