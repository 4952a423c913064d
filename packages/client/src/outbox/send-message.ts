import type { MessageId, RoomId } from "@parley/protocol";
import type { Chat, ChatUser, FollowedRoom } from "../chat.ts";
import type { Clock } from "../clock.ts";
import { ParleyError } from "../parley-error.ts";
import { checkText } from "./check-text.ts";
import type { Outbox } from "./outbox.ts";
import type { OutboxEntry, SessionAuthor } from "./outbox-entry.ts";

export interface SendDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** This instance, which sends what it takes. */
  readonly owner: string;
  user(): ChatUser | undefined;
  /** Whoever the session belongs to, while that is not known. */
  author(): SessionAuthor | undefined;
  readonly outbox: Outbox;
  follow(rooms: readonly FollowedRoom[]): void;
}

/** More than this waits for nobody: something is wrong, and the storage must not grow without end. */
const outboxEntriesMax = 500;

/** How messages enter the outbox. */
export function createSend(
  deps: SendDeps,
): Pick<Chat, "send" | "retry"> & { notice(entries: readonly OutboxEntry[]): void } {
  const { outbox, follow } = deps;
  let lastOrder = 0;
  return {
    send: async (room, text, { replyTo } = {}) => {
      checkText(text);
      const user = deps.user()?.id ?? deps.author();
      if (user === undefined) throw new ParleyError({ code: "unauthenticated" });
      if (outbox.list.of().length >= outboxEntriesMax) {
        throw new ParleyError({ code: "rate_limited", message: "Too many wait to be sent." });
      }
      const id = deps.newId();
      const createdAt = deps.clock.now();
      lastOrder = Math.max(lastOrder + 1, createdAt);
      follow([{ id: room }]);
      await outbox.add({
        id,
        room: room as RoomId,
        user,
        text,
        ...(replyTo !== undefined && { replyTo: replyTo as MessageId }),
        createdAt,
        order: lastOrder,
        owner: deps.owner,
      });
      return id;
    },
    retry: async (id) => {
      const room = outbox.list.get(id)?.entry.room;
      if (room === undefined) return;
      follow([{ id: room }]);
      outbox.retry(id);
    },
    notice: (entries) => {
      for (const entry of entries) lastOrder = Math.max(lastOrder, entry.order);
    },
  };
}
