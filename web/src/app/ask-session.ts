import { type ChatUser, ParleyError } from "@parley/client";
import type { ChatWithAccount } from "@parley/client/account";

/**
 * Who uses the client on this device. `because` says why nobody does: nobody has signed in, the session ended
 * by itself, or the person ended it.
 */
export type Session =
  | { readonly status: "loading" }
  | { readonly status: "unreachable" }
  | { readonly status: "signedOut"; readonly because: "stranger" | "expired" | "left" }
  | { readonly status: "signedIn"; readonly user: ChatUser };

/** Asks the service who is signed in; never rejects. */
export async function askSession(chat: ChatWithAccount): Promise<Session> {
  await chat.ready;
  // A refusal makes the client forget who was here.
  const lastUser = chat.user.getSnapshot();
  try {
    return { status: "signedIn", user: await chat.api.me() };
  } catch (thrown) {
    return afterFailure(thrown, lastUser);
  }
}

/** Without an answer, whoever was signed in here goes on offline; only a refusal signs out. */
function afterFailure(thrown: unknown, lastUser: ChatUser | undefined): Session {
  const refused =
    thrown instanceof ParleyError &&
    (thrown.code === "unauthenticated" || thrown.code === "email_unverified");
  if (refused) return { status: "signedOut", because: lastUser === undefined ? "stranger" : "expired" };
  return lastUser === undefined ? { status: "unreachable" } : { status: "signedIn", user: lastUser };
}
