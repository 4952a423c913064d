/**
 * Sign-up, sign-in and what belongs to it, for a chat: beside the SDK's entry, for who has none of these
 * pages (a bot with a token, a page behind another sign-in) need not load it.
 */
import type { Chat } from "./chat.ts";
import type { AccountApi } from "./http/account-api.ts";
import { createAccountApi } from "./http/create-account-api.ts";

export type * from "./http/account-api.ts";

/** A chat that can sign its person in and out. */
export interface ChatWithAccount extends Chat {
  readonly account: AccountApi;
}

/** The same chat, and the account routes of its service. Who signs in becomes the chat's user. */
export function withAccount(chat: Chat): ChatWithAccount {
  return { ...chat, account: createAccountApi(chat.session) };
}
