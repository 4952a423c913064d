import { deleteAccount } from "@parley/chat/account/delete-account";
import { requestEmailChange } from "@parley/chat/account/request-email-change";
import { verifyEmail } from "@parley/chat/account/verify-email";
import { ChatError } from "@parley/chat/chat-error";
import { Hono } from "hono";
import * as z from "zod";
import * as bodies from "../account/account-bodies.ts";
import { forwardToAuth } from "../account/ask-auth.ts";
import { confirmPassword } from "../account/confirm-password.ts";
import { paceAnswer } from "../account/pace-answer.ts";
import { signUp } from "../account/sign-up.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { addressOf, takeToken } from "../middleware/limit-calls.ts";
import { requireSession } from "../middleware/require-session.ts";
import { readBody, readQuery } from "../read-input.ts";

/** Well above what either way through takes at rest: a hash, a few statements and a mail. */
const secretiveFloorMs = 1_000;

/**
 * `/auth`: Better Auth behind an allowlist. Every body is checked here first, so that a fault is told field by
 * field; a route that is not listed is not there.
 */
export function accountRoutes(deps: HttpDeps): Api {
  const { auth, limits } = deps;
  const app = new Hono<ApiEnv>();

  const forward = async <T>(c: ApiContext, schema: z.ZodType<T>): Promise<Response> => {
    const body = withoutReturnPaths(await readBody(c, schema));
    return forwardToAuth(auth, { method: "POST", path: pathOf(c), headers: c.req.raw.headers, body });
  };
  const relay = (c: ApiContext) =>
    forwardToAuth(auth, { method: "GET", path: pathOf(c), headers: c.req.raw.headers });

  const limitSignIn = async (c: ApiContext, name: string) => {
    await takeToken(deps.throttle, `${addressOf(c)}:sign-in`, limits.signIn);
    await takeToken(deps.throttle, `${name}:sign-in`, limits.signIn);
  };
  /** By the recipient, whether there is an account or not: nobody learns that by asking too often. */
  const limitMail = ({ email }: { email: string }) => takeToken(deps.throttle, `${email}:mail`, limits.mail);

  const confirm = async (c: ApiContext, password: string) => {
    await takeToken(deps.throttle, `${c.var.caller.identity.userId}:sign-in`, limits.signIn);
    await confirmPassword(auth, c.req.raw.headers, password);
  };

  app.post("/sign-up/email", async (c) => {
    const body = await readBody(c, bodies.SignUpBody);
    await takeToken(deps.throttle, `${addressOf(c)}:sign-up`, limits.signUp);
    await limitMail(body);
    return c.json(await paceAnswer(secretiveFloorMs, () => signUp(deps, body, c.req.raw.headers)));
  });
  app.post("/sign-in/email", async (c) => {
    const { email } = await readBody(c, bodies.SignInEmailBody);
    await limitSignIn(c, email);
    return noteUser(c, await forward(c, bodies.SignInEmailBody));
  });
  app.post("/sign-in/username", async (c) => {
    const { username } = await readBody(c, bodies.SignInUsernameBody);
    await limitSignIn(c, username);
    return noteUser(c, await forward(c, bodies.SignInUsernameBody));
  });
  app.post("/sign-out", (c) => forward(c, bodies.EmptyBody));
  app.get("/get-session", relay);
  app.post("/send-verification-email", async (c) => {
    await limitMail(await readBody(c, bodies.SendVerificationBody));
    return paceAnswer(secretiveFloorMs, () => forward(c, bodies.SendVerificationBody));
  });
  app.get("/verify-email", async (c) => {
    await verifyEmail(deps, readQuery(c, bodies.VerifyEmailQuery));
    return c.json({ status: true, user: null });
  });
  app.post("/request-password-reset", async (c) => {
    await limitMail(await readBody(c, bodies.RequestResetBody));
    return paceAnswer(secretiveFloorMs, () => forward(c, bodies.RequestResetBody));
  });
  app.post("/reset-password", (c) => forward(c, bodies.ResetPasswordBody));

  const signedIn = requireSession();
  app.post("/change-password", signedIn, (c) => forward(c, bodies.ChangePasswordBody));
  app.get("/list-sessions", signedIn, relay);
  app.post("/revoke-session", signedIn, (c) => forward(c, bodies.RevokeSessionBody));
  app.post("/revoke-other-sessions", signedIn, (c) => forward(c, bodies.EmptyBody));
  app.post("/change-email", signedIn, async (c) => {
    const { newEmail: to, password } = await readBody(c, bodies.ChangeEmailBody);
    await limitMail({ email: to });
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

/** The path below `authPath`: what the route is called by. */
function pathOf(c: ApiContext): string {
  return c.req.path.slice(c.req.path.indexOf("/auth/") + "/auth".length);
}

/** Notes for the access line who has just signed in. */
async function noteUser(c: ApiContext, response: Response): Promise<Response> {
  const answer = SignInAnswer.safeParse(await response.clone().json());
  if (answer.success) c.env.invocation.access.userId = answer.data.user.id;
  return response;
}

const SignInAnswer = z.object({ user: z.object({ id: z.string() }) });

/** Where to go next is the page's own business; Better Auth would send a redirect. */
function withoutReturnPaths(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const { callbackURL: _, redirectTo: __, ...rest } = body as Record<string, unknown>;
  return rest;
}
