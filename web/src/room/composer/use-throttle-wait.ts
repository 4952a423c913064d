import type { ThrottleSnapshot } from "@parley/client";
import { useEffect, useState } from "react";
import { useAnnounce } from "../../app/announcer.tsx";
import { useSecondsUntil } from "../../design/use-countdown.ts";
import { useI18n } from "../../i18n/i18n.tsx";

/** The pause after every message that a limit of one per second brings is no throttling worth a countdown. */
const worthTellingMs = 1_500;
/** Ends nearer together than this are one wait. */
const sameWaitMs = 1_000;

export interface ThrottleWait {
  /** Whole seconds until the next message goes out; 0 when it would at once. */
  readonly seconds: number;
  /** How long the wait is from when it was told, for what drains meanwhile; a new one each time. */
  readonly drain: { readonly key: number; readonly durationMs: number } | undefined;
}

/** How long a room's next message would have to wait; said aloud when it begins and when it is over. */
export function useThrottleWait({ availableAt }: ThrottleSnapshot): ThrottleWait {
  const { t } = useI18n();
  const announce = useAnnounce();
  const [wait, setWait] = useState<{ until: number; durationMs: number }>();

  useEffect(() => {
    const durationMs = (availableAt ?? 0) - Date.now();
    setWait((before) => {
      if (availableAt === undefined || durationMs <= worthTellingMs) return undefined;
      // What the service corrects by a moment does not begin anew.
      const same = before !== undefined && Math.abs(before.until - availableAt) < sameWaitMs;
      return same ? before : { until: availableAt, durationMs };
    });
  }, [availableAt]);

  const seconds = useSecondsUntil(wait?.until ?? 0);
  const waiting = seconds > 0;
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (waiting === told) return;
    setTold(waiting);
    announce(waiting ? t("composer.throttled", { count: seconds }) : t("composer.throttleOver"));
  }, [waiting, told, seconds, announce, t]);

  const drain = waiting && wait !== undefined ? { key: wait.until, durationMs: wait.durationMs } : undefined;
  return { seconds, drain };
}
