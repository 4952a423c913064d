import type { ChatWithAccount } from "@parley/client/account";
import { type ReactNode, Suspense } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { Button } from "../design/button.tsx";
import { I18nProvider, type LoadedLanguage, useI18n, WithTexts } from "../i18n/i18n.tsx";
import { accountPaths } from "./account-paths.ts";
import { AnnouncerProvider } from "./announcer.tsx";
import { accountArea, roomsArea } from "./areas.tsx";
import type { Session } from "./ask-session.ts";
import { ChatProvider } from "./chat-context.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { PlainPage } from "./plain-page.tsx";
import { plainPath } from "./plain-path.ts";
import { SessionProvider, useSession } from "./session.tsx";
import { Waiting } from "./waiting.tsx";

interface AppProps {
  readonly chat: ChatWithAccount;
  readonly language: LoadedLanguage;
  /** As far as it is known. */
  readonly session: Session;
  readonly asked: Promise<Session>;
}

export function App(props: AppProps): ReactNode {
  return (
    <I18nProvider first={props.language}>
      <CrashBoundary>
        <ChatProvider value={props.chat}>
          <SessionProvider first={props.session} asked={props.asked}>
            <AnnouncerProvider>
              <Suspense fallback={<Waiting />}>
                <Routes />
              </Suspense>
            </AnnouncerProvider>
          </SessionProvider>
        </ChatProvider>
      </CrashBoundary>
    </I18nProvider>
  );
}

function Routes(): ReactNode {
  const [path] = useLocation();
  const query = useQuery();
  const plain = plainPath(path);
  if (plain !== path) return <Redirect to={`${plain}${query}${location.hash}`} replace />;
  return (
    <Switch>
      <Route path={accountPaths}>
        <WithTexts part="account" fallback={<Waiting />}>
          <accountArea.Area />
        </WithTexts>
      </Route>
      <Route path="/">
        <Redirect to="/rooms" replace />
      </Route>
      {/* Where the service sends somebody whose account a provider has just made. */}
      <Route path="/settings">
        <Redirect to="/rooms/settings/account" replace />
      </Route>
      <Route path={/^\/(?:rooms|invite)(?:\/.*)?$/}>
        <ForSignedIn>
          <roomsArea.Area />
        </ForSignedIn>
      </Route>
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** The query of the address, with its mark; empty where there is none. */
function useQuery(): string {
  const search = useSearch();
  return search === "" ? "" : `?${search}`;
}

function ForSignedIn({ children }: { children: ReactNode }): ReactNode {
  const { session, reload } = useSession();
  const { t } = useI18n();
  const [path] = useLocation();
  const query = useQuery();
  if (session.status === "loading") return <Waiting />;
  if (session.status === "signedIn") {
    return (
      <WithTexts part="rooms" fallback={<Waiting />}>
        {children}
      </WithTexts>
    );
  }
  if (session.status === "unreachable") {
    return (
      <PlainPage title={t("app.unreachableTitle")} lead={t("error.network")}>
        <Button onClick={() => void reload()}>{t("app.retry")}</Button>
      </PlainPage>
    );
  }
  const comesBack = session.because !== "left" && path !== "/rooms";
  return (
    <Redirect to={comesBack ? `/sign-in?to=${encodeURIComponent(`${path}${query}`)}` : "/sign-in"} replace />
  );
}
