import { Hono } from "hono";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import { buildAsyncApi } from "../documents/build-asyncapi.ts";
import { buildOpenApi } from "../documents/build-openapi.ts";
import { docsPage, docsScript, docsStyle } from "../documents/docs-page.ts";
import type { HttpDeps } from "../http-deps.ts";

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/openapi.json`, `/asyncapi.json` and `/docs`: what the API is, for machines and for people. */
export function documentRoutes({ websocketUrl }: Pick<HttpDeps, "websocketUrl">): Api {
  const app = new Hono<ApiEnv>();
  let openApi: object | undefined;
  let asyncApi: object | undefined;
  app.get("/openapi.json", (c) => c.json((openApi ??= buildOpenApi())));
  app.get("/asyncapi.json", (c) => c.json((asyncApi ??= buildAsyncApi(websocketUrl))));
  app.get("/docs", (c) => {
    c.set("pagePolicy", pagePolicy);
    return c.html(docsPage);
  });
  app.get("/docs/style.css", (c) => asset(c, docsStyle, "text/css"));
  app.get("/docs/script.js", (c) => asset(c, docsScript, "text/javascript"));
  return app;
}

function asset(c: ApiContext, text: string, type: string): Response {
  return c.body(text, 200, { "content-type": `${type}; charset=utf-8` });
}
