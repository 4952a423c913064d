import type { Person } from "@parley/chat/account/account-store";
import type { UserId } from "@parley/protocol";

/** `personColumns` of somebody. */
export interface PersonRow {
  readonly id: UserId;
  readonly name: string;
  readonly last_name: string;
  readonly username: string;
  readonly is_bot: boolean;
}

/** Of `users` as `u`. */
export const personColumns = "u.id, u.name, u.last_name, u.username, u.kind = 'bot' as is_bot";

export function toPerson({ id, name, last_name, username, is_bot }: PersonRow): Person {
  return { id, name, lastName: last_name, username, ...(is_bot && { bot: true }) };
}
