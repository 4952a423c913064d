import { ChatError } from "@parley/chat/chat-error";
import { askAuth } from "./ask-auth.ts";
import type { Auth } from "./create-auth.ts";

/**
 * Lets nobody through who does not know the caller's password: it may be somebody at a forgotten screen.
 *
 * @throws {ChatError} `invalid` with `fields.password`; who signs in elsewhere alone has to choose one first.
 */
export async function confirmPassword(auth: Auth, headers: Headers, password: string): Promise<void> {
  try {
    await askAuth(() => auth.api.verifyPassword({ body: { password }, headers }));
  } catch (refusal) {
    if (!(refusal instanceof ChatError) || refusal.code !== "invalid") throw refusal;
    throw new ChatError("invalid", { fields: { password: "is wrong" } });
  }
}
