import type { ThrottleSnapshot } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { type ReactNode, useRef } from "react";
import { useUser } from "../../app/session.tsx";
import { classNames } from "../../design/class-names.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { roomTitle } from "../../rooms/room-title.ts";
import { composerId } from "./composer-id.ts";
import { SendButton } from "./send-button.tsx";
import { isSendKey } from "./send-key.ts";
import { ThrottleHairline } from "./throttle-hairline.tsx";
import { TypingLine } from "./typing-line.tsx";
import { useDraft } from "./use-draft.ts";
import { useFittingHeight } from "./use-fitting-height.ts";
import { useFocusOnArrival } from "./use-focus-on-arrival.ts";
import { useThrottleWait } from "./use-throttle-wait.ts";

interface ComposerProps {
  readonly room: Room;
  readonly people: People;
  readonly throttle: ThrottleSnapshot;
  readonly onSent: () => void;
}

/** How many characters before the limit the rest is told. */
const warnChars = 500;
const noteId = `${composerId}-note`;

/** Where one writes: it is never blocked, whatever the connection and the throttle do. */
export function Composer({ room, people, throttle, onSent }: ComposerProps): ReactNode {
  const { t } = useI18n();
  const me = useUser();
  const draft = useDraft(room.id, onSent);
  const wait = useThrottleWait(throttle);
  const area = useRef<HTMLTextAreaElement>(null);
  useFittingHeight(area, draft.text);
  useFocusOnArrival(area);

  const tooLong = draft.charsLeft < 0;
  const faulty = tooLong || draft.problem !== undefined;
  const charsText = tooLong
    ? t("composer.tooLong", { count: -draft.charsLeft })
    : t("composer.charsLeft", { count: draft.charsLeft });

  return (
    <form
      className="script shrink-0 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:pb-5"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.send();
        area.current?.focus();
      }}
    >
      <div className="md:col-start-2">
        <TypingLine room={room.id} people={people} />
      </div>
      {/* The next line of the play is one's own. */}
      <p
        aria-hidden="true"
        className="hidden truncate py-3 text-end text-ui leading-6 font-semibold text-ink3 md:col-start-1 md:block"
      >
        <bdi>{people.call(me.id)}</bdi>
      </p>
      <div className="-ms-2.5 min-w-0 max-md:-me-2.5 md:col-start-2">
        <div
          className={classNames(
            "relative flex items-end overflow-hidden rounded-composer border bg-surface",
            "focus-within:outline-1 focus-within:-outline-offset-1",
            faulty
              ? "border-danger focus-within:outline-danger"
              : "border-edge focus-within:border-accent focus-within:outline-accent",
          )}
        >
          <ThrottleHairline drain={wait.drain} />
          <textarea
            ref={area}
            id={composerId}
            rows={1}
            // Empty, it follows the page: `auto` would put the placeholder at the left.
            dir={draft.text === "" ? undefined : "auto"}
            value={draft.text}
            onChange={(event) => draft.change(event.target.value)}
            onKeyDown={(event) => {
              if (!isSendKey(event)) return;
              event.preventDefault();
              void draft.send();
            }}
            aria-label={t("composer.label", { room: roomTitle(t, room) })}
            aria-invalid={tooLong || undefined}
            aria-describedby={noteId}
            placeholder={t("composer.placeholder")}
            enterKeyHint="send"
            className="max-h-[40dvh] min-h-12 flex-1 resize-none bg-transparent py-3 ps-2.5 pe-1 text-body outline-none"
          />
          <SendButton sendable={draft.sendable} seconds={wait.seconds} />
        </div>
        <p id={noteId} className={classNames("tabular text-meta", faulty ? "text-danger" : "text-ink3")}>
          {draft.problem ?? (draft.charsLeft < warnChars ? charsText : null)}
        </p>
      </div>
    </form>
  );
}
