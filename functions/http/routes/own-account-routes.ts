import { deleteAccount } from "@parley/chat/account/delete-account";
import { requestEmailChange } from "@parley/chat/account/request-email-change";
import { ChatError } from "@parley/chat/chat-error";
import { Hono } from "hono";
import * as bodies from "../account/account-bodies.ts";
import { forwardToAuth, passOn, relay } from "../account/ask-auth.ts";
import { confirmPassword } from "../account/confirm-password.ts";
import { paceAnswer, secretiveFloorMs } from "../account/pace-answer.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { takeToken } from "../middleware/limit-calls.ts";
import { requireSession } from "../middleware/require-session.ts";
import { readBody } from "../read-input.ts";

/** `/auth`: what people do with an account that they are signed in to. */
export function ownAccountRoutes(deps: HttpDeps): Api {
  const { auth, limits } = deps;
  const app = new Hono<ApiEnv>();
  const signedIn = requireSession();
  const confirm = async (c: ApiContext, password: string) => {
    const subject = c.var.caller.identity.userId;
    await takeToken(c, deps, { bucket: "sign-in", subject, limit: limits.signIn });
    await confirmPassword(auth, c.req.raw.headers, password);
  };

  app.post("/change-password", signedIn, (c) => passOn(auth, c, bodies.ChangePasswordBody));
  app.get("/list-sessions", signedIn, (c) => relay(auth, c));
  app.post("/revoke-session", signedIn, (c) => passOn(auth, c, bodies.RevokeSessionBody));
  app.post("/revoke-other-sessions", signedIn, (c) => passOn(auth, c, bodies.EmptyBody));
  app.post("/change-email", signedIn, async (c) => {
    const { newEmail: to, password } = await readBody(c, bodies.ChangeEmailBody);
    await takeToken(c, deps, { bucket: "mail", subject: to, limit: limits.mail });
    await confirm(c, password);
    const { identity, me } = c.var.caller;
    const { userId: user, sessionId: session } = identity;
    const { name, email } = me;
    await paceAnswer(secretiveFloorMs, () => requestEmailChange(deps, { user, session, name, email, to }));
    return c.json({ status: true });
  });
  app.post("/delete-user", signedIn, async (c) => {
    const { password } = await readBody(c, bodies.DeleteUserBody);
    await confirm(c, password);
    await deleteAccount(deps, { user: c.var.caller.identity.userId });
    return c.json({ success: true });
  });
  app.post("/update-user", signedIn, async (c) => {
    const body = await readBody(c, bodies.UpdateUserBody);
    const { email, username } = c.var.caller.me;
    const wanted = body.username;
    if (wanted !== undefined && wanted !== username) {
      const claim = await deps.accounts.claimUsername({ email, username: wanted });
      if (claim === "taken") throw new ChatError("conflict", { fields: { username: "is taken" } });
    }
    return forwardToAuth(auth, { method: "POST", path: "/update-user", headers: c.req.raw.headers, body });
  });
  return app;
}
