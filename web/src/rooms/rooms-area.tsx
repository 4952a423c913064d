import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import "../app/density.ts";
import { usePageTitle } from "../app/page-title.ts";
import { useArrival } from "../app/use-arrival.ts";
import { Waiting } from "../app/waiting.tsx";
import { besideRail, useMediaQuery } from "../design/use-media-query.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { lazyPage } from "../i18n/lazy-page.tsx";
import RoomPage from "../room/room-page.tsx";
import { Shortcuts } from "../shortcuts/shortcuts.tsx";
import { NoRoomPane } from "./no-room-pane.tsx";
import { takeQueries } from "./prepare-rooms.ts";
import { RoomRail } from "./room-rail.tsx";
import { useLiveRooms } from "./use-rooms.ts";
import { useUnreadTotal } from "./use-unread-total.ts";

export { prepareRooms } from "./prepare-rooms.ts";

const CreateRoomPage = lazyPage(() => import("./create-room-page.tsx"), <Waiting />);
const BrowseRoomsPage = lazyPage(() => import("./browse-rooms-page.tsx"), <Waiting />);
const SettingsPage = lazyPage(() => import("../account/settings/settings-page.tsx"), <Waiting />);
const AccountPage = lazyPage(() => import("../account/settings/account-page.tsx"), <Waiting />);
const AdminPages = lazyPage(() => import("../admin/admin-pages.tsx"), <Waiting />);
const PeoplePage = lazyPage(() => import("../people/people-page.tsx"), <Waiting />);
const SearchPage = lazyPage(() => import("../search/search-page.tsx"), <Waiting />);
const UnsentPage = lazyPage(() => import("./unsent-page.tsx"), <Waiting />);
const InvitePage = lazyPage(() => import("./invite-page.tsx"), <Waiting />);
const Notices = lazy(() => import("../notices/notices.tsx"));
const NotFoundPane = lazy(() => import("./not-found-pane.tsx"));

/** Everything behind the sign-in: the rail of rooms and, beside it, the room or page that is open. */
export default function RoomsArea(): ReactNode {
  const [queries] = useState(takeQueries);
  return (
    <QueryClientProvider client={queries}>
      <Frame />
    </QueryClientProvider>
  );
}

function Frame(): ReactNode {
  const { t } = useI18n();
  const [path] = useLocation();
  const wide = useMediaQuery(besideRail);
  useLiveRooms();
  return (
    <div className="relative flex h-dvh overflow-clip">
      <a
        href="#content"
        className="sr-only z-10 rounded-control bg-accent px-4 py-2 text-ui text-on-accent focus:not-sr-only focus:absolute focus:inset-s-2 focus:top-2"
      >
        {t("app.skip")}
      </a>
      <Shortcuts />
      <Suspense>
        <Notices />
      </Suspense>
      {wide && <RoomRail />}
      {!wide && path === "/rooms" ? (
        <main id="content" className="flex min-w-0 flex-1">
          <ListHeading />
          <RoomRail />
        </main>
      ) : (
        <div className="relative flex min-w-0 flex-1">
          <Suspense fallback={<Waiting />}>
            <Pages />
          </Suspense>
        </div>
      )}
    </div>
  );
}

function ListHeading(): ReactNode {
  const { t } = useI18n();
  usePageTitle(t("rooms.label"), useUnreadTotal());
  return (
    <h1 ref={useArrival()} tabIndex={-1} className="sr-only">
      {t("rooms.label")}
    </h1>
  );
}

function Pages(): ReactNode {
  return (
    <Switch>
      <Route path="/rooms">
        <NoRoomPane />
      </Route>
      <Route path="/rooms/new" component={CreateRoomPage} />
      <Route path="/rooms/browse" component={BrowseRoomsPage} />
      <Route path="/rooms/people" component={PeoplePage} />
      <Route path="/rooms/search" component={SearchPage} />
      <Route path="/rooms/unsent" component={UnsentPage} />
      <Route path="/rooms/settings" component={SettingsPage} />
      <Route path="/rooms/settings/account" component={AccountPage} />
      <Route path="/rooms/admin/*?" component={AdminPages} />
      <Route path="/invite/:code">{({ code }) => <InvitePage key={code} code={code} />}</Route>
      {/* One route for the room and what lies over it: the room stays as it is under them. */}
      <Route path="/rooms/:room/:part?">
        {({ room, part }) =>
          part === undefined || part === "details" || part === "settings" ? (
            <RoomPage key={room} room={room} part={part} />
          ) : (
            <NotFoundPane />
          )
        }
      </Route>
      <Route component={NotFoundPane} />
    </Switch>
  );
}
