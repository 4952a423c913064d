import { limits } from "@parley/protocol/limits";
import type { PublicUser } from "@parley/protocol/user";
import { type ReactNode, useDeferredValue, useState } from "react";
import { inputClass } from "../design/field.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { fullName } from "./person-name.ts";
import { PresenceDot } from "./presence-dot.tsx";
import { presenceText } from "./presence-text.ts";
import { usePeopleSearch } from "./use-people-search.ts";

interface FindPersonProps {
  /** What can be done with somebody who was found; stands at the end of their line. */
  readonly action: (person: PublicUser) => ReactNode;
  /** What stands there while nothing is typed. */
  readonly lead?: string;
}

/** Finds people by the beginning of a name, and offers something for each. */
export function FindPerson({ action, lead }: FindPersonProps): ReactNode {
  const { t } = useI18n();
  const [typed, setTyped] = useState("");
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <input
        type="search"
        aria-label={t("add.search")}
        placeholder={t("add.search")}
        maxLength={limits.searchQueryCharsMax}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={inputClass}
      />
      <Found typed={useDeferredValue(typed)} action={action} lead={lead} />
    </div>
  );
}

function Found(props: {
  typed: string;
  action: FindPersonProps["action"];
  lead: string | undefined;
}): ReactNode {
  const { typed, action, lead } = props;
  const { t } = useI18n();
  const people = usePeopleSearch(typed);
  if (typed.trim() === "") return lead === undefined ? null : <Note>{lead}</Note>;
  if (people.data?.length === 0) return <Note>{people.isFetching ? <Spinner /> : t("add.none")}</Note>;
  return (
    <Fetched query={people} none={t("add.none")}>
      {(found) => (
        <ul className="min-h-0 overflow-y-auto">
          {found.map((person) => (
            <PersonRow key={person.id} person={person}>
              {action(person)}
            </PersonRow>
          ))}
        </ul>
      )}
    </Fetched>
  );
}

function Note({ children }: { children: ReactNode }): ReactNode {
  return (
    <p role="status" className="flex min-h-11 items-center text-ui text-ink2">
      {children}
    </p>
  );
}

function PersonRow({ person, children }: { person: PublicUser; children: ReactNode }): ReactNode {
  const i18n = useI18n();
  const now = useNow();
  return (
    <li className="flex min-h-14 items-center gap-3 py-1">
      <PresenceDot online={person.online === true} bot={person.bot} />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui">{fullName(person)}</bdi>
        <span className="block truncate text-meta text-ink3">
          <bdi dir="ltr">@{person.username}</bdi> · {presenceText(i18n, person, now)}
        </span>
      </span>
      {children}
    </li>
  );
}
