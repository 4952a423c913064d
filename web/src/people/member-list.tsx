import type { Member } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { errorText } from "../app/error-text.ts";
import { useUser } from "../app/session.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { fullName } from "./person-name.ts";
import { useMembers } from "./use-people.ts";

/** The people of a room, those who are there first. */
export function MemberList({ room }: { room: string }): ReactNode {
  const { t, locale } = useI18n();
  const { data: members, error } = useMembers(room);
  const ordered = members && sortMembers(members, locale);
  return (
    <section>
      <h2 className="mb-1 text-meta font-medium text-ink3">
        {t("details.people")}
        {members !== undefined && <span className="tabular"> · {members.length}</span>}
      </h2>
      {ordered === undefined && error === null && <Spinner />}
      {ordered === undefined && error !== null && <p className="text-ui text-ink2">{errorText(t, error)}</p>}
      <ul>
        {ordered?.map((member) => (
          <MemberRow key={member.user.id} member={member} />
        ))}
      </ul>
    </section>
  );
}

function MemberRow({ member }: { member: Member }): ReactNode {
  const { t } = useI18n();
  const me = useUser();
  const { user, role, online } = member;
  const self = user.id === me.id;
  return (
    <li className="flex min-h-11 items-center gap-2.5 py-1">
      <span
        aria-hidden="true"
        className={
          online || self
            ? "size-2 shrink-0 rounded-full bg-accent"
            : "size-2 shrink-0 rounded-full border border-edge"
        }
      />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ui">
          <bdi>{fullName(user)}</bdi>
        </span>
        <span className="block truncate text-meta text-ink3">
          <bdi dir="ltr">@{user.username}</bdi>
          {self && ` · ${t("person.you")}`}
          {role !== "member" && ` · ${t(`role.${role}`)}`}
        </span>
      </span>
      <span className="sr-only">{t(online || self ? "person.online" : "person.offline")}</span>
    </li>
  );
}

/** Those who are there first, then by name, as the language sorts. Does not change its input. */
export function sortMembers(members: readonly Member[], locale: string): Member[] {
  const collator = new Intl.Collator(locale, { sensitivity: "base", numeric: true });
  return members.toSorted(
    (one, other) =>
      Number(other.online) - Number(one.online) || collator.compare(fullName(one.user), fullName(other.user)),
  );
}
