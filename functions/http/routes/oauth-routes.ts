import { ChatError } from "@parley/chat/chat-error";
import type { ProvidersAnswer } from "@parley/protocol";
import { Hono } from "hono";
import { CallbackParams, SignInSocialBody } from "../account/account-bodies.ts";
import { forwardToAuth } from "../account/ask-auth.ts";
import { signInPath } from "../account/create-auth.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { addressOf, takeToken } from "../middleware/limit-calls.ts";
import { readBody, readParams } from "../read-input.ts";

/** Where it goes with one who has an account since now, to look at the names that they came with. */
const newcomerPath = "/settings";

/** `/auth`: signing in through a provider, for those that the settings turn on. */
export function oauthRoutes(deps: HttpDeps): Api {
  const { auth, oauth, limits, publicUrl } = deps;
  const app = new Hono<ApiEnv>();
  const limitSignIn = (c: ApiContext) =>
    takeToken(c, deps, { bucket: "sign-in", subject: addressOf(c), limit: limits.signIn, told: true });

  app.get("/providers", (c) => {
    const providers = oauth.map(({ id, name }) => ({ id, name }));
    return c.json({ providers } satisfies ProvidersAnswer);
  });
  app.post("/sign-in/social", async (c) => {
    const { provider, callbackURL = "/" } = await readBody(c, SignInSocialBody);
    if (!oauth.some(({ id }) => id === provider)) throw new ChatError("not_found");
    await limitSignIn(c);
    const body = {
      provider,
      callbackURL: `${publicUrl}${callbackURL}`,
      newUserCallbackURL: `${publicUrl}${newcomerPath}`,
      errorCallbackURL: `${publicUrl}${signInPath}`,
      disableRedirect: true,
    };
    return forwardToAuth(auth, { method: "POST", path: "/sign-in/social", headers: c.req.raw.headers, body });
  });
  app.get("/callback/:provider", async (c) => {
    const { provider } = readParams(c, CallbackParams);
    if (!oauth.some(({ id }) => id === provider)) throw new ChatError("not_found");
    try {
      await limitSignIn(c);
      const path = `/callback/${provider}${new URL(c.req.url).search}`;
      return await forwardToAuth(auth, { method: "GET", path, headers: c.req.raw.headers });
    } catch (refusal) {
      // A browser is on its way here: it is shown the page, not an answer for programs.
      if (!(refusal instanceof ChatError)) throw refusal;
      c.env.invocation.access.code = refusal.code;
      return c.redirect(`${publicUrl}${signInPath}?error=${refusal.code}`);
    }
  });
  return app;
}
