import type { Room } from "@parley/protocol/room";
import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { classNames } from "../../design/class-names.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { roomTitle } from "../../rooms/room-title.ts";
import { composerId } from "./composer-id.ts";
import type { ComposerMode } from "./composer-mode.ts";
import { MentionList, mentionListId, mentionOptionId } from "./mention-list.tsx";
import { ModeStrip } from "./mode-strip.tsx";
import { isSendKey } from "./send-key.ts";
import type { DraftState } from "./use-draft.ts";
import { useFittingHeight } from "./use-fitting-height.ts";
import { useFocusOnArrival } from "./use-focus-on-arrival.ts";
import { type MentionCompletion, useMentionCompletion } from "./use-mention-completion.ts";

interface WritingBoxProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly draft: DraftState;
  readonly room: Room;
  readonly people: People;
  readonly mode: ComposerMode | undefined;
  readonly onModeEnd: () => void;
  readonly onEditLast: () => void;
  /** At its upper edge. */
  readonly top: ReactNode;
  readonly button: ReactNode;
}

/** How many characters before the limit the rest is told. */
const warnChars = 500;
const noteId = `${composerId}-note`;

/** The composer's text with what stands around it: what is answered, whom a mention may mean, what is wrong. */
export function WritingBox(props: WritingBoxProps): ReactNode {
  const { area, draft, people, mode } = props;
  const { t } = useI18n();
  useFittingHeight(area, draft.text);
  useFocusOnArrival(area);
  const completion = useMentionCompletion({ area, people, draft });
  const completing = completion.choices.length > 0;
  const tooLong = draft.charsLeft < 0;
  const faulty = tooLong || draft.problem !== undefined;
  const charsText = tooLong
    ? t("composer.tooLong", { count: -draft.charsLeft })
    : t("composer.charsLeft", { count: draft.charsLeft });

  return (
    <div className="relative -ms-2.5 min-w-0 max-md:-me-2.5 md:col-start-2">
      {completing && <MentionList {...completion} />}
      <div
        className={classNames(
          "relative overflow-hidden rounded-composer border bg-surface",
          "focus-within:outline-1 focus-within:-outline-offset-1",
          faulty
            ? "border-danger focus-within:outline-danger"
            : "border-edge focus-within:border-accent focus-within:outline-accent",
        )}
      >
        {props.top}
        {mode !== undefined && <ModeStrip mode={mode} people={people} onEnd={props.onModeEnd} />}
        <div className="flex items-end">
          <textarea
            ref={area}
            id={composerId}
            rows={1}
            // Empty, it follows the page: `auto` would put the placeholder at the left.
            dir={draft.text === "" ? undefined : "auto"}
            value={draft.text}
            onChange={(event) => {
              draft.change(event.target.value);
              completion.follow();
            }}
            onKeyDown={(event) => takeKey(event, completion, props)}
            onBlur={completion.close}
            aria-autocomplete="list"
            aria-controls={completing ? mentionListId : undefined}
            aria-activedescendant={completing ? mentionOptionId(completion.chosen) : undefined}
            aria-label={t("composer.label", { room: roomTitle(t, props.room) })}
            aria-invalid={tooLong || undefined}
            aria-describedby={noteId}
            placeholder={t("composer.placeholder")}
            enterKeyHint="send"
            className="max-h-[40dvh] min-h-12 flex-1 resize-none bg-transparent py-3 ps-2.5 pe-1 text-body outline-none"
          />
          {props.button}
        </div>
      </div>
      <p id={noteId} className={classNames("tabular text-meta", faulty ? "text-danger" : "text-ink3")}>
        {draft.problem ?? (draft.charsLeft < warnChars ? charsText : null)}
      </p>
    </div>
  );
}

/** What the keys do in the text: an open list of people comes first, then modes, then sending. */
function takeKey(
  event: KeyboardEvent<HTMLTextAreaElement>,
  completion: MentionCompletion,
  { draft, mode, onModeEnd, onEditLast }: WritingBoxProps,
): void {
  if (completion.takeKey(event)) return;
  if (event.key === "Escape" && mode !== undefined) {
    event.stopPropagation();
    onModeEnd();
  } else if (event.key === "ArrowUp" && draft.text === "" && mode === undefined) {
    event.preventDefault();
    onEditLast();
  } else if (isSendKey(event)) {
    event.preventDefault();
    completion.close();
    void draft.send();
  }
}
