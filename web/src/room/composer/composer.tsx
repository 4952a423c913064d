import type { Room } from "@parley/protocol/room";
import { limits } from "@parley/protocol/limits";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { useUser } from "../../app/session.tsx";
import { classNames } from "../../design/class-names.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { roomTitle } from "../../rooms/room-title.ts";
import { composerId } from "./composer-id.ts";
import { draftOf } from "./draft.ts";
import { SendButton } from "./send-button.tsx";
import { TypingLine } from "./typing-line.tsx";
import { useFittingHeight } from "./use-fitting-height.ts";
import { useThrottleWait } from "./use-throttle-wait.ts";

interface ComposerProps {
  readonly room: Room;
  readonly people: People;
  readonly onSent: () => void;
}

/** How many characters before the limit the rest is told. */
const warnChars = 500;

/** Where one writes: it is never blocked, whatever the connection and the throttle do. */
export function Composer({ room, people, onSent }: ComposerProps): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const me = useUser();
  const [draft] = useState(() => draftOf(me.id, room.id));
  const [text, setText] = useState(draft.read);
  const [problem, setProblem] = useState<string>();
  const wait = useThrottleWait();
  const area = useRef<HTMLTextAreaElement>(null);
  useFittingHeight(area, text);

  const change = (next: string) => {
    setText(next);
    draft.write(next);
    setProblem(undefined);
    if (next.trim() !== "") chat.typing(room.id);
  };

  const left = limits.textCharsMax - text.length;
  const sendable = text.trim() !== "" && left >= 0;

  const send = async () => {
    if (!sendable) return;
    const said = text;
    change("");
    try {
      await chat.send(room.id, said);
      onSent();
    } catch (thrown) {
      // What was not taken goes back to where it was written, unless something else stands there by now.
      setText((now) => (now === "" ? said : now));
      draft.write(said);
      setProblem(errorText(t, thrown));
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="script shrink-0 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:pb-5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
        area.current?.focus();
      }}
    >
      <div className="md:col-start-2">
        <TypingLine room={room.id} people={people} />
      </div>
      <div aria-hidden="true" className="hidden min-w-0 text-end md:col-start-1 md:block">
        <p className="truncate py-3 text-ui leading-6 font-semibold text-ink3">{people.call(me.id)}</p>
      </div>
      <div className="-ms-2.5 min-w-0 max-md:-me-2.5 md:col-start-2">
        <div
          className={classNames(
            "relative flex items-end overflow-hidden rounded-composer border bg-surface",
            "focus-within:outline-1 focus-within:-outline-offset-1",
            left < 0 || problem !== undefined
              ? "border-danger focus-within:outline-danger"
              : "border-edge focus-within:border-accent focus-within:outline-accent",
          )}
        >
          {wait.drain !== undefined && (
            <div
              key={wait.drain.key}
              aria-hidden="true"
              className="drain absolute inset-x-0 top-0 h-0.5 bg-signal motion-reduce:hidden"
              style={{ animationDuration: `${wait.drain.durationMs}ms` }}
            />
          )}
          <textarea
            ref={area}
            id={composerId}
            rows={1}
            dir="auto"
            value={text}
            onChange={(event) => change(event.target.value)}
            onKeyDown={onKeyDown}
            aria-label={t("composer.label", { room: roomTitle(t, room) })}
            aria-invalid={left < 0 || undefined}
            aria-describedby={`${composerId}-note`}
            placeholder={t("composer.placeholder")}
            enterKeyHint="send"
            className="max-h-[40dvh] min-h-12 flex-1 resize-none bg-transparent py-3 ps-2.5 pe-1 text-body outline-none"
          />
          <SendButton sendable={sendable} seconds={wait.seconds} />
        </div>
        <p
          id={`${composerId}-note`}
          className={classNames("text-meta", left < 0 || problem ? "text-danger" : "text-ink3")}
        >
          {problem ?? (left < warnChars ? charsText(t, left) : null)}
        </p>
      </div>
    </form>
  );
}

function charsText(t: ReturnType<typeof useI18n>["t"], left: number): string {
  return left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.charsLeft", { count: left });
}

/** Whether a key belongs to an input method that is composing; Safari says so by the key code alone. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}
