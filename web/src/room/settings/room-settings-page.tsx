import type { Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n.tsx";
import { IncomingHooks } from "../../integrations/incoming-hooks.tsx";
import { OutgoingHooks } from "../../integrations/outgoing-hooks.tsx";
import { PagePane } from "../../rooms/page-pane.tsx";
import { may } from "../../rooms/room-rights.ts";
import { roomTitle } from "../../rooms/room-title.ts";
import { RoomBans } from "./room-bans.tsx";
import { RoomEnd } from "./room-end.tsx";
import { RoomForm } from "./room-form.tsx";
import { RoomInvites } from "./room-invites.tsx";

/** What hosts set for a room. Whoever may not is told so; it changes under their eyes when their role does. */
export default function RoomSettingsPage({ room }: { room: Room }): ReactNode {
  const { t } = useI18n();
  const parts = [
    may(room, "update") && { title: t("roomSettings.general"), body: <RoomForm key={room.id} room={room} /> },
    may(room, "invite") && { title: t("roomSettings.invites"), body: <RoomInvites room={room.id} /> },
    may(room, "invite") && { title: t("hooks.incoming"), body: <IncomingHooks room={room.id} /> },
    may(room, "invite") && { title: t("hooks.outgoing"), body: <OutgoingHooks room={room.id} /> },
    may(room, "judge") && { title: t("roomSettings.bans"), body: <RoomBans room={room.id} /> },
    may(room, "archive") && { title: t("roomSettings.end"), body: <RoomEnd room={room} /> },
  ].filter((part) => part !== false);
  return (
    <PagePane
      title={t("room.settings")}
      lead={t("roomSettings.lead", { room: roomTitle(t, room) })}
      back={`/rooms/${room.id}`}
    >
      {parts.length === 0 && <p className="text-ui text-ink2">{t("roomSettings.forHosts")}</p>}
      <div className="flex flex-col gap-10">
        {parts.map(({ title, body }) => (
          <section key={title}>
            <h2 className="mb-4 border-b border-line pb-2 text-body font-semibold">{title}</h2>
            {body}
          </section>
        ))}
      </div>
    </PagePane>
  );
}
