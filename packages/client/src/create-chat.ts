import type { Chat } from "./chat.ts";
import type { ChatOptions } from "./chat-options.ts";

/** A chat for one person; see `Chat`. It does nothing on the network until it is told to. */
export function createChat(_options: ChatOptions = {}): Chat {
  throw new Error("The body follows.");
}
