import type { AccountStore } from "@parley/chat/account/account-store";
import { ChatError } from "@parley/chat/chat-error";
import * as z from "zod";
import type { SignUpBody } from "./account-bodies.ts";
import { forwardToAuth } from "./ask-auth.ts";
import type { Auth } from "./create-auth.ts";

export interface SignUpDeps {
  readonly auth: Auth;
  readonly accounts: Pick<AccountStore, "claimUsername">;
}

/** What is told of a new account, always with the same fields in the same order. */
const SignUpAnswer = z.object({
  token: z.null(),
  user: z.object({
    id: z.string(),
    name: z.string(),
    lastName: z.string(),
    username: z.string(),
    email: z.string(),
    emailVerified: z.literal(false),
    createdAt: z.string(),
    updatedAt: z.string(),
  }),
});
export type SignUpAnswer = z.infer<typeof SignUpAnswer>;

/**
 * Signs up and mails a link, or, to the owner of an address that has an account, a word about that. The answer
 * is the same either way.
 *
 * @throws {ChatError} `conflict` with `fields.username` when the username is taken, whatever the address.
 */
export async function signUp(deps: SignUpDeps, body: SignUpBody, headers: Headers): Promise<SignUpAnswer> {
  const { callbackURL: _, ...person } = body;
  if ((await deps.accounts.claimUsername(person)) === "taken") {
    throw new ChatError("conflict", { message: "The username is taken.", fields: { username: "is taken" } });
  }
  const response = await forwardToAuth(deps.auth, {
    method: "POST",
    path: "/sign-up/email",
    headers: withoutSession(headers),
    body: person,
  });
  return SignUpAnswer.parse(await response.json());
}

/** Who signs up is nobody yet, whatever cookie the browser still has. */
function withoutSession(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete("cookie");
  rest.delete("authorization");
  return rest;
}
