import { ChatError } from "@parley/chat/chat-error";
import { Hono } from "hono";
import { cors } from "hono/cors";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { settleFailure } from "../edge/settle-failure.ts";
import type { Api, ApiContext, ApiEnv } from "./api-env.ts";
import type { HttpDeps } from "./http-deps.ts";
import { checkOrigin } from "./middleware/check-origin.ts";
import { findCaller } from "./middleware/find-caller.ts";
import { hardenAnswers } from "./middleware/harden-answers.ts";
import { limitCalls, tellQuotas } from "./middleware/limit-calls.ts";
import { nameRoute } from "./middleware/name-route.ts";
import { refuseBots } from "./middleware/refuse-bots.ts";
import { requireSession } from "./middleware/require-session.ts";
import { accountRoutes } from "./routes/account-routes.ts";
import { adminRoutes } from "./routes/admin-routes.ts";
import { botRoutes } from "./routes/bot-routes.ts";
import { documentRoutes } from "./routes/document-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { hookPostRoutes, incomingHookRoutes } from "./routes/hook-routes.ts";
import { acceptRoutes, inviteRoutes } from "./routes/invite-routes.ts";
import { meRoutes } from "./routes/me-routes.ts";
import { memberRoutes } from "./routes/member-routes.ts";
import { messageRoutes } from "./routes/message-routes.ts";
import { oauthRoutes } from "./routes/oauth-routes.ts";
import { outgoingHookRoutes } from "./routes/outgoing-hook-routes.ts";
import { ownAccountRoutes } from "./routes/own-account-routes.ts";
import { roomRoutes } from "./routes/room-routes.ts";
import { searchRoutes, userRoutes } from "./routes/search-routes.ts";
import { ticketRoutes } from "./routes/ticket-routes.ts";

const preflightSeconds = 600;

/** The HTTP API. The session is resolved once; everything but `/health`, `/auth` and `/hooks` needs one. */
export function createApp(deps: HttpDeps): Api {
  const { originsAllowed } = deps;
  const app = new Hono<ApiEnv>().basePath("/api");
  app.use(nameRoute(), tellQuotas());
  app.use(hardenAnswers(deps.publicUrl.startsWith("https:")));
  app.use(
    cors({
      origin: (origin) => (originsAllowed.includes(origin) ? origin : null),
      credentials: true,
      allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ["authorization", "content-type"],
      exposeHeaders: ["set-auth-token", "retry-after", "ratelimit", "ratelimit-policy"],
      maxAge: preflightSeconds,
    }),
  );
  app.use(checkOrigin(originsAllowed));
  app.onError(answerFailure);
  app.notFound((c) => answerFailure(new ChatError("not_found"), c));

  app.route("/health", healthRoutes(deps.checks));
  app.route("/hooks", hookPostRoutes(deps));
  app.use(findCaller(deps), limitCalls(deps));
  app.route("/", documentRoutes(deps));
  for (const path of ["/auth/*", "/invites/*", "/admin/*", "/bots/*"]) app.use(path, refuseBots());
  app.on("POST", ["/rooms", "/rooms/direct", "/rooms/:room/join"], refuseBots());
  app.route("/auth", oauthRoutes(deps));
  app.route("/auth", accountRoutes(deps));
  app.route("/auth", ownAccountRoutes(deps));
  const signedIn = requireSession();
  for (const path of [
    "/me/*",
    "/ws-ticket/*",
    "/rooms/*",
    "/invites/*",
    "/users/*",
    "/search/*",
    "/admin/*",
    "/bots/*",
  ])
    app.use(path, signedIn);
  app.route("/me", meRoutes(deps));
  app.route("/ws-ticket", ticketRoutes(deps));
  app.route("/rooms", roomRoutes(deps));
  app.route("/rooms/:room", memberRoutes(deps));
  app.route("/rooms/:room/invites", inviteRoutes(deps));
  app.route("/rooms/:room/hooks/incoming", incomingHookRoutes(deps));
  app.route("/rooms/:room/hooks/outgoing", outgoingHookRoutes(deps));
  app.route("/rooms/:room", messageRoutes(deps));
  app.route("/invites", acceptRoutes(deps));
  app.route("/users", userRoutes(deps));
  app.route("/search", searchRoutes(deps));
  app.route("/bots", botRoutes(deps));
  app.route("/admin", adminRoutes(deps));
  return app;
}

function answerFailure(thrown: Error, c: ApiContext): Response {
  const { status, body } = settleFailure(c.env.invocation, thrown);
  if (body.retryAfterMs !== undefined) c.header("retry-after", String(Math.ceil(body.retryAfterMs / 1_000)));
  return c.json({ error: body }, status as ContentfulStatusCode);
}
