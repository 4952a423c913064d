import { searchPeople } from "@parley/chat/account/search-people";
import type { SearchAnswer, UsersAnswer } from "@parley/protocol";
import { SearchQuery, UsersQuery } from "@parley/protocol/http";
import { Hono } from "hono";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readQuery } from "../read-input.ts";

/** `/users`: finds people by the beginning of a name. */
export function userRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { q: query, limit } = readQuery(c, UsersQuery);
    return c.json({ users: await searchPeople(deps, { query, limit }) } satisfies UsersAnswer);
  });
  return app;
}

/** `/search`: finds messages in the caller's rooms. */
export function searchRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const { q: query, room, from, limit } = readQuery(c, SearchQuery);
    const user = c.var.caller.identity.userId;
    const hits = await deps.search.search({ query, user, room, from, limit });
    return c.json({ hits } satisfies SearchAnswer);
  });
  return app;
}
