import type { Chat } from "../../chat.ts";
import type { Names } from "../names.ts";

/** Who is writing in a room: each until the service's time for it is over, or they have said something. */
export interface TypingPeople {
  now(): readonly string[];
  end(): void;
}

export function watchTyping(
  { chat, names, viewer }: { readonly chat: Chat; readonly names: Names; viewer(): string | undefined },
  room: string,
): TypingPeople {
  const until = new Map<string, number>();
  const ends = [
    chat.on("typing", (told) => {
      if (told.room === room && told.user !== viewer()) until.set(told.user, Date.parse(told.until));
    }),
    chat.on("events", (told) => {
      if (told.room !== room) return;
      for (const { kind, user } of told.events) if (kind === "message.created") until.delete(user);
    }),
  ];
  return {
    now: () => {
      const now = Date.now();
      for (const [user, at] of until) if (at <= now) until.delete(user);
      return [...until.keys()].map(names.of);
    },
    end: () => {
      for (const end of ends) end();
    },
  };
}
