import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { useUser } from "../app/session.tsx";
import { useAttention } from "../app/use-attention.ts";
import { Button } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { plainText } from "../room/markdown/plain-text.ts";
import { queryKeys } from "../rooms/query-keys.ts";
import { roomTitle } from "../rooms/room-title.ts";
import { readNoticeSetting, setNoticeSetting, useNoticeSetting } from "./notice-setting.ts";
import { findNoticed, type Noticed } from "./worth-noticing.ts";

/** A notification shows the beginning of what was said. */
const bodyCharsMax = 140;

/**
 * Tells of direct messages and mentions while the person is elsewhere. Whether they want that is asked after the
 * first of them, never before there is a reason.
 */
export default function Notices(): ReactNode {
  const { t } = useI18n();
  const setting = useNoticeSetting();
  const [asking, setAsking] = useState(false);
  useNoticed((noticed, title, attentive, open) => {
    const now = readNoticeSetting();
    if (now === "ask") setAsking(true);
    if (now === "on" && !attentive) show(noticed, title, open);
  });
  if (!asking || setting !== "ask") return null;
  const decide = (wanted: "on" | "off") => {
    setAsking(false);
    void setNoticeSetting(wanted);
  };
  return (
    <section
      aria-label={t("notices.title")}
      className="absolute inset-x-3 bottom-20 z-20 flex flex-col gap-3 md:inset-s-auto md:inset-e-5 md:w-88 rounded-composer border border-edge bg-surface p-4 shadow-float"
    >
      <p role="status" className="text-ui">
        {t("notices.question")}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={() => decide("off")}>
          {t("notices.refuse")}
        </Button>
        <Button look="primary" onClick={() => decide("on")}>
          {t("notices.allow")}
        </Button>
      </div>
    </section>
  );
}

type OnNoticed = (noticed: Noticed, title: string, attentive: boolean, open: () => void) => void;

function useNoticed(onNoticed: OnNoticed): void {
  const { t } = useI18n();
  const chat = useChat();
  const cache = useQueryClient();
  const viewer = useUser().id;
  const attentive = useAttention();
  const [, navigate] = useLocation();
  const handle = useRef((_noticed: Noticed, _room: Room | undefined) => {});
  useEffect(() => {
    handle.current = (noticed, room) => {
      const title = room === undefined ? t("notices.mention") : roomTitle(t, room);
      onNoticed(noticed, title, attentive, () => navigate(`/rooms/${noticed.room}`));
    };
  });
  useEffect(
    () =>
      chat.on("events", ({ room: id, events }) => {
        const rooms = cache.getQueryData<readonly Room[]>(queryKeys.rooms);
        const room = rooms?.find((candidate) => candidate.id === id);
        for (const noticed of findNoticed(room, events, viewer)) handle.current(noticed, room);
      }),
    [chat, cache, viewer],
  );
}

function show(noticed: Noticed, title: string, open: () => void): void {
  try {
    // One for each room: the newest takes the place of the one before.
    const notification = new Notification(title, {
      body: plainText(noticed.text, bodyCharsMax),
      tag: noticed.room,
    });
    notification.addEventListener("click", () => {
      window.focus();
      open();
      notification.close();
    });
  } catch {
    // Some mobile browsers have the name but not the means; the title and the badges tell it, too.
  }
}
