import { type ReactNode, useEffect, useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { useUser } from "../../app/session.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";

/** Who is writing, in a line of its own that is always there, so that nothing moves when it fills. */
export function TypingLine({ room, people }: { room: string; people: People }): ReactNode {
  const { t } = useI18n();
  const names = useTypists(room).flatMap((id) => people.call(id) ?? []);
  const [first = "", second = ""] = names;
  return (
    <p className="h-6 truncate text-meta leading-6 text-ink3">
      {names.length === 1 && t("typing.one", { name: first })}
      {names.length === 2 && t("typing.two", { first, second })}
      {names.length > 2 && t("typing.many")}
    </p>
  );
}

/** The others whose notice of writing in this room still holds. */
function useTypists(room: string): readonly string[] {
  const chat = useChat();
  const viewer = useUser().id;
  const [until, setUntil] = useState<ReadonlyMap<string, number>>(new Map());

  useEffect(() => {
    const forget = (user: string) =>
      setUntil((before) => new Map([...before].filter(([typist]) => typist !== user)));
    const ends = [
      chat.on("typing", (notice) => {
        if (notice.room !== room || notice.user === viewer) return;
        setUntil((before) => new Map(before).set(notice.user, Date.parse(notice.until)));
      }),
      chat.on("events", ({ room: where, events }) => {
        if (where !== room) return;
        for (const event of events) if (event.kind === "message.created") forget(event.user);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [chat, room, viewer]);

  useEffect(() => {
    if (until.size === 0) return;
    const nextMs = Math.min(...until.values()) - Date.now();
    const timer = setTimeout(
      () => setUntil((before) => new Map([...before].filter(([, end]) => end > Date.now()))),
      Math.max(nextMs, 0) + 50,
    );
    return () => clearTimeout(timer);
  }, [until]);

  return [...until.keys()];
}
