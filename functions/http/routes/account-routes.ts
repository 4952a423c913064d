import { verifyEmail } from "@parley/chat/account/verify-email";
import { Hono } from "hono";
import * as z from "zod";
import * as bodies from "../account/account-bodies.ts";
import { passOn, relay } from "../account/ask-auth.ts";
import { paceAnswer, secretiveFloorMs } from "../account/pace-answer.ts";
import { signUp } from "../account/sign-up.ts";
import type { Api, ApiContext, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { addressOf, takeToken } from "../middleware/limit-calls.ts";
import { readBody, readQuery } from "../read-input.ts";

/**
 * `/auth`: the ways in. Better Auth stands behind an allowlist: every body is checked here first, so that a fault is
 * told field by field, and a route that is not listed is not there.
 */
export function accountRoutes(deps: HttpDeps): Api {
  const { auth, limits } = deps;
  const app = new Hono<ApiEnv>();

  const limitSignIn = async (c: ApiContext, name: string) => {
    const bucket = "sign-in";
    await takeToken(c, deps, { bucket, subject: addressOf(c), limit: limits.signIn, told: true });
    await takeToken(c, deps, { bucket, subject: name, limit: limits.signIn });
  };
  /** By the recipient, whether there is an account or not: nobody learns that by asking too often. */
  const limitMail = (c: ApiContext, { email }: { email: string }) =>
    takeToken(c, deps, { bucket: "mail", subject: email, limit: limits.mail });

  app.post("/sign-up/email", async (c) => {
    const body = await readBody(c, bodies.SignUpBody);
    await takeToken(c, deps, { bucket: "sign-up", subject: addressOf(c), limit: limits.signUp, told: true });
    await limitMail(c, body);
    return c.json(await paceAnswer(secretiveFloorMs, () => signUp(deps, body, c.req.raw.headers)));
  });
  app.post("/sign-in/email", async (c) => {
    const { email } = await readBody(c, bodies.SignInEmailBody);
    await limitSignIn(c, email);
    return noteUser(c, await passOn(auth, c, bodies.SignInEmailBody));
  });
  app.post("/sign-in/username", async (c) => {
    const { username } = await readBody(c, bodies.SignInUsernameBody);
    await limitSignIn(c, username);
    return noteUser(c, await passOn(auth, c, bodies.SignInUsernameBody));
  });
  app.post("/sign-out", (c) => passOn(auth, c, bodies.EmptyBody));
  app.get("/get-session", (c) => relay(auth, c));
  app.post("/send-verification-email", async (c) => {
    await limitMail(c, await readBody(c, bodies.SendVerificationBody));
    return paceAnswer(secretiveFloorMs, () => passOn(auth, c, bodies.SendVerificationBody));
  });
  app.get("/verify-email", async (c) => {
    await verifyEmail(deps, readQuery(c, bodies.VerifyEmailQuery));
    return c.json({ status: true, user: null });
  });
  app.post("/request-password-reset", async (c) => {
    await limitMail(c, await readBody(c, bodies.RequestResetBody));
    return paceAnswer(secretiveFloorMs, () => passOn(auth, c, bodies.RequestResetBody));
  });
  app.post("/reset-password", (c) => passOn(auth, c, bodies.ResetPasswordBody));
  return app;
}

/** Notes for the access line who has just signed in. */
async function noteUser(c: ApiContext, response: Response): Promise<Response> {
  const answer = SignInAnswer.safeParse(await response.clone().json());
  if (answer.success) c.env.invocation.access.userId = answer.data.user.id;
  return response;
}

const SignInAnswer = z.object({ user: z.object({ id: z.string() }) });
