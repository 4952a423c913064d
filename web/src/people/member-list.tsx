import type { Member } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { errorText } from "../app/error-text.ts";
import { useUser } from "../app/session.tsx";
import { classNames } from "../design/class-names.ts";
import { Spinner } from "../design/spinner.tsx";
import { formatAgo } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { fullName } from "./person-name.ts";
import { sortMembers } from "./sort-members.ts";
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
  const { t, locale } = useI18n();
  const now = useNow();
  const self = member.user.id === useUser().id;
  const online = member.online || self;
  const { user, role } = member;
  const facts = [
    self && t("person.you"),
    role !== "member" && t(`role.${role}`),
    !online &&
      user.lastSeenAt &&
      t("person.seen", { ago: formatAgo(locale, new Date(user.lastSeenAt), now) }),
  ].filter(Boolean);
  return (
    <li className="relative flex min-h-11 items-center gap-2.5 py-1">
      <span
        aria-hidden="true"
        className={classNames("size-2 shrink-0 rounded-full", online ? "bg-accent" : "border border-edge")}
      />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ui">
          <bdi>{fullName(user)}</bdi>
        </span>
        <span className="sr-only">{t(online ? "person.online" : "person.offline")}</span>
        <span className="block truncate text-meta text-ink3">
          <bdi dir="ltr">@{user.username}</bdi>
          {facts.map((fact) => ` · ${fact}`)}
        </span>
      </span>
    </li>
  );
}
