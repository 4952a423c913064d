import type { ConnectionState } from "@parley/client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useAnnounce } from "../app/announcer.tsx";
import { useChat, useReadable } from "../app/chat-context.tsx";
import { useSecondsUntil } from "../design/use-countdown.ts";
import { useI18n } from "../i18n/i18n.tsx";

/** A connection that is back within this time is not worth a word. */
const patienceMs = 1_500;

/** Says, under the header, that the connection is away and what is done about it. */
export function ConnectionStrip(): ReactNode {
  const chat = useChat();
  const { t } = useI18n();
  const announce = useAnnounce();
  const connection = useReadable(chat.connection);
  const away =
    connection.status === "reconnecting" ||
    connection.status === "offline" ||
    connection.status === "connecting";
  const shown = useLasting(away, patienceMs);
  const said = useRef(false);

  useEffect(() => {
    if (shown) announce(t(connection.status === "offline" ? "strip.offline" : "strip.lost"));
    else if (said.current) announce(t("strip.back"));
    said.current = shown;
    // What is said once per loss does not depend on how the loss goes on.
  }, [shown]);

  if (!shown) return null;
  return (
    <div className="flex h-9 shrink-0 items-center justify-center gap-2 border-b border-dashed border-signal px-4 text-meta font-medium text-signal">
      <span className="truncate">
        <StripText connection={connection} />
      </span>
      {connection.status === "reconnecting" && connection.retryAt !== undefined && (
        <button
          type="button"
          className="-my-1 min-h-11 shrink-0 rounded-[0.25rem] px-2 underline underline-offset-2 hover:text-ink"
          onClick={() => chat.connect()}
        >
          {t("strip.now")}
        </button>
      )}
    </div>
  );
}

function StripText({ connection }: { connection: ConnectionState }): ReactNode {
  const { t } = useI18n();
  const retryAt = connection.status === "reconnecting" ? connection.retryAt : undefined;
  const seconds = useSecondsUntil(retryAt ?? 0);
  if (connection.status === "offline") return t("strip.offline");
  if (connection.status === "connecting") return t("strip.connecting");
  return seconds > 0 ? t("strip.retryIn", { count: seconds }) : t("strip.retrying");
}

/** True once `value` has been true for `ms` without a break; false at once. */
function useLasting(value: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!value) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return lasting;
}
