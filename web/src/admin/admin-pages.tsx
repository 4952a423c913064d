import type { ReactNode } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useMe } from "../account/use-me.ts";
import { Waiting } from "../app/waiting.tsx";
import { Tabs } from "../design/tabs.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "../rooms/empty-pane.tsx";
import NotFoundPane from "../rooms/not-found-pane.tsx";
import { PagePane } from "../rooms/page-pane.tsx";
import { AdminAudit } from "./admin-audit.tsx";
import { AdminMessages } from "./admin-messages.tsx";
import { AdminRooms } from "./admin-rooms.tsx";
import { AdminUsers } from "./admin-users.tsx";

/** For administrators; the service refuses everybody else whatever the page shows. */
export default function AdminPages(): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  if (me === undefined) return <Waiting />;
  if (me.role !== "admin")
    return <EmptyPane title={t("admin.forbiddenTitle")} lead={t("admin.forbiddenLead")} />;
  return (
    <Switch>
      <Route path="/rooms/admin">
        <Frame>
          <AdminUsers />
        </Frame>
      </Route>
      <Route path="/rooms/admin/rooms">
        <Frame>
          <AdminRooms />
        </Frame>
      </Route>
      <Route path="/rooms/admin/rooms/:room">
        {({ room }) => (
          <Frame>
            <AdminMessages key={room} room={room} />
          </Frame>
        )}
      </Route>
      <Route path="/rooms/admin/log">
        <Frame>
          <AdminAudit />
        </Frame>
      </Route>
      <Route component={NotFoundPane} />
    </Switch>
  );
}

function Frame({ children }: { children: ReactNode }): ReactNode {
  const { t } = useI18n();
  const [path] = useLocation();
  const tabs = [
    { to: "/rooms/admin", label: t("admin.users") },
    { to: "/rooms/admin/rooms", label: t("admin.rooms") },
    { to: "/rooms/admin/log", label: t("admin.audit") },
  ];
  return (
    <PagePane title={t("admin.title")} lead={t("admin.lead")} back="/rooms/settings">
      <Tabs label={t("admin.title")} current={path} tabs={tabs} />
      {children}
    </PagePane>
  );
}
