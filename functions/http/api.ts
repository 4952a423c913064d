import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapHttp } from "../edge/wrap-http.ts";
import { createApp } from "./app.ts";
import { composeHttp } from "./compose-http.ts";
import { compressResult } from "./compress-result.ts";
import { toRequest, toResult } from "./lambda-request.ts";

const config = readConfig("api");
const app = createApp(composeHttp(config, composeChat(config, "api")));

/** The HTTP API, all of it: one function, so that the first call warms every route. */
export const handler = wrapHttp("api", config.ORIGIN_SECRET, async (event, invocation) => {
  const response = await app.fetch(toRequest(event, config.ORIGIN_SECRET), { invocation });
  return compressResult(await toResult(response), event.headers["accept-encoding"]);
});
