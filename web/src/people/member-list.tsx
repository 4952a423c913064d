import type { Member, Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { useUser } from "../app/session.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { fullName } from "./person-name.ts";
import { PresenceDot } from "./presence-dot.tsx";
import { presenceText } from "./presence-text.ts";
import { isThere, sortMembers } from "./sort-members.ts";
import { useMembers } from "./use-people.ts";

interface MemberListProps {
  readonly room: Room;
  /** Shows who a person is, and what can be done about them. */
  readonly onPerson: (user: string) => void;
}

/** The people of a room, those who are there first. */
export function MemberList({ room, onPerson }: MemberListProps): ReactNode {
  const { t, locale } = useI18n();
  const members = useMembers(room.id);
  const viewer = useUser().id;
  return (
    <section>
      <h2 className="mb-1 text-meta font-medium text-ink3">
        {t("details.people")}
        {members.data !== undefined && <span className="tabular"> · {members.data.length}</span>}
      </h2>
      <Fetched query={members} none={t("add.none")}>
        {(known) => (
          <ul>
            {sortMembers(known, { locale, viewer }).map((member) => (
              <MemberRow
                key={member.user.id}
                room={room}
                member={member}
                onPress={() => onPerson(member.user.id)}
              />
            ))}
          </ul>
        )}
      </Fetched>
    </section>
  );
}

interface MemberRowProps {
  readonly room: Room;
  readonly member: Member;
  readonly onPress: () => void;
}

function MemberRow({ room, member, onPress }: MemberRowProps): ReactNode {
  const i18n = useI18n();
  const { t } = i18n;
  const now = useNow();
  const viewer = useUser().id;
  const self = member.user.id === viewer;
  const online = isThere(member, viewer);
  const { user, role, mutedUntil } = member;
  const muted = mutedUntil !== undefined && Date.parse(mutedUntil) > now.getTime();
  const facts = [
    self && t("person.you"),
    // Between two nobody is the other's host.
    room.kind !== "direct" && role !== "member" && t(`role.${role}`),
    muted && t("person.muted"),
    !user.bot && !online && user.lastSeenAt && presenceText(i18n, { ...user, online }, now),
  ].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        onClick={onPress}
        className="-mx-2 flex min-h-11 w-[calc(100%+1rem)] items-center gap-2.5 rounded-control px-2 py-1 text-start hover:bg-sunken focus-visible:outline-offset-0"
      >
        <PresenceDot online={online} bot={user.bot} />
        <span className="min-w-0 flex-1">
          <bdi className="block truncate text-ui">{fullName(user)}</bdi>
          {!user.bot && <span className="sr-only">{t(online ? "person.online" : "person.offline")}</span>}
          <span className="block truncate text-meta text-ink3">
            {user.bot && `${t("person.bot")} · `}
            <bdi dir="ltr">@{user.username}</bdi>
            {facts.map((fact) => ` · ${fact}`)}
          </span>
        </span>
      </button>
    </li>
  );
}
