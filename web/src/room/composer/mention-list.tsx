import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { fullName } from "../../people/person-name.ts";
import { composerId } from "./composer-id.ts";
import type { MentionCompletion } from "./use-mention-completion.ts";

export const mentionListId = `${composerId}-people`;
export const mentionOptionId = (index: number): string => `${mentionListId}-${index}`;

/** The people whom a mention may mean, above the text; the focus stays in the text. */
export function MentionList({ choices, chosen, pick }: MentionCompletion): ReactNode {
  const { t } = useI18n();
  return (
    <ul
      id={mentionListId}
      role="listbox"
      aria-label={t("composer.people")}
      className="absolute inset-x-0 bottom-full z-10 mb-1 overflow-hidden rounded-composer border border-edge bg-surface p-1 shadow-float"
    >
      {choices.map((person, index) => (
        // The keys are the text area's: the list never has the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={person.id}
          id={mentionOptionId(index)}
          role="option"
          aria-selected={index === chosen}
          // Before the press takes the focus from the text.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => pick(person)}
          className={classNames(
            "flex min-h-11 cursor-pointer items-center gap-2 rounded-control px-2.5 text-ui md:min-h-9",
            index === chosen && "bg-tint",
          )}
        >
          <bdi className="truncate font-medium">{fullName(person)}</bdi>
          <bdi dir="ltr" className="truncate text-ink2">
            @{person.username}
          </bdi>
        </li>
      ))}
    </ul>
  );
}
