import type { RoomTimeline } from "@parley/client";
import { useEffect } from "react";
import { useAnnounce } from "../app/announcer.tsx";
import { useUser } from "../app/session.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import type { People } from "../people/use-people.ts";
import { plainText } from "./markdown/plain-text.ts";

/** A screen reader is told the beginning of a long message; the rest is in the timeline. */
const spokenCharsMax = 200;

/** Says what others say while the room is open, politely; in a rush the latest wins. */
export function useSpokenAloud(timeline: RoomTimeline, people: People): void {
  const announce = useAnnounce();
  const viewer = useUser().id;
  const { t } = useI18n();
  useEffect(
    () =>
      timeline.onEvent((event) => {
        if (event.kind !== "message.created" || event.user === viewer) return;
        const name = people.call(event.user) ?? t("person.unknown");
        announce(t("timeline.spoken", { name, text: plainText(event.message.text, spokenCharsMax) }));
      }),
    [timeline, people, viewer, announce, t],
  );
}
