import type { Room } from "@parley/protocol/room";
import { type ReactNode, useState } from "react";
import { errorText } from "../app/error-text.ts";
import { usePageTitle } from "../app/page-title.ts";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import { roomTitle } from "../rooms/room-title.ts";
import { useJoinRoom } from "../rooms/use-join-room.ts";

/** A public room before its door: what it is called and about, and the way in. */
export function JoinPane({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const join = useJoinRoom();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  usePageTitle(roomTitle(t, room));

  const enter = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await join(room.id);
    } catch (thrown) {
      setProblem(errorText(t, thrown));
      setBusy(false);
    }
  };

  return (
    <EmptyPane
      title={roomTitle(t, room)}
      lead={room.topic || t("browse.people", { count: room.memberCount })}
    >
      <div className="flex flex-col items-center gap-4">
        {problem !== undefined && (
          <Notice tone="danger" announced>
            {problem}
          </Notice>
        )}
        <Button look="primary" busy={busy} onClick={() => void enter()}>
          {t("browse.join")}
        </Button>
      </div>
    </EmptyPane>
  );
}
