import type { Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { usePageTitle } from "../app/page-title.ts";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { Problem } from "../design/problem.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { BackLink } from "../rooms/back-link.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import { roomTitle } from "../rooms/room-title.ts";
import { useJoinRoom } from "../rooms/use-join-room.ts";

/** A public room before its door: what it is called and about, and the way in. */
export function JoinPane({ room, children }: { room: Room; children?: ReactNode }): ReactNode {
  const { t } = useI18n();
  const join = useJoinRoom();
  const { busy, problem, attempt } = useAttempt();
  usePageTitle(roomTitle(t, room));
  return (
    <EmptyPane
      title={roomTitle(t, room)}
      lead={room.topic || t("browse.people", { count: room.memberCount })}
      back={<BackLink />}
    >
      {children}
      <div className="flex flex-col items-center gap-4">
        <Problem text={problem} />
        <Button look="primary" busy={busy} onClick={() => void attempt(() => join(room.id))}>
          {t("browse.join")}
        </Button>
      </div>
    </EmptyPane>
  );
}
