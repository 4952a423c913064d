import type { RoomId, UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";

export interface MemberDirectory {
  /** Ids of those among `usernames` (lower case) who are members of the room. */
  findMembers(room: RoomId, usernames: readonly string[]): Promise<UserId[]>;
}

export interface MentionDeps {
  readonly directory: MemberDirectory;
}

const mentionPattern = /(?<![\w@])@([a-z0-9_.]{3,30})/gi;

/** The members whom a text names with `@username`, each once; nothing is looked up when it names none. */
export async function findMentions(deps: MentionDeps, room: RoomId, text: string): Promise<UserId[]> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(mentionPattern)) {
    const trimmed = (name ?? "").replace(/\.+$/, "").toLowerCase();
    if (trimmed.length >= limits.usernameCharsMin) names.add(trimmed);
    if (names.size === limits.mentionsPerMessageMax) break;
  }
  return names.size === 0 ? [] : deps.directory.findMembers(room, [...names]);
}
