import type { Chat } from "@parley/client";
import { lazy, type ReactNode, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Button } from "../design/button.tsx";
import { I18nProvider, type LoadedLanguage, useI18n } from "../i18n/i18n.tsx";
import { AnnouncerProvider } from "./announcer.tsx";
import { ChatProvider } from "./chat-context.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import NotFoundPage from "./not-found-page.tsx";
import { PlainPage } from "./plain-page.tsx";
import { SessionProvider, useSession } from "./session.tsx";
import { Waiting } from "./waiting.tsx";

const SignInPage = lazy(() => import("../account/sign-in-page.tsx"));
const SignUpPage = lazy(() => import("../account/sign-up-page.tsx"));
const CheckInboxPage = lazy(() => import("../account/check-inbox-page.tsx"));
const VerifyEmailPage = lazy(() => import("../account/verify-email-page.tsx"));
const ForgotPasswordPage = lazy(() => import("../account/forgot-password-page.tsx"));
const ResetPasswordPage = lazy(() => import("../account/reset-password-page.tsx"));
const RoomsArea = lazy(() => import("../rooms/rooms-area.tsx"));

export function App(props: { chat: Chat; language: LoadedLanguage }): ReactNode {
  return (
    <I18nProvider first={props.language}>
      <CrashBoundary>
        <ChatProvider value={props.chat}>
          <SessionProvider>
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
  return (
    <Switch>
      <Route path="/sign-in">
        <ForSignedOut>
          <SignInPage />
        </ForSignedOut>
      </Route>
      <Route path="/sign-up">
        <ForSignedOut>
          <SignUpPage />
        </ForSignedOut>
      </Route>
      <Route path="/check-inbox" component={CheckInboxPage} />
      <Route path="/verify-email" component={VerifyEmailPage} />
      <Route path="/forgot-password" component={ForgotPasswordPage} />
      <Route path="/reset-password" component={ResetPasswordPage} />
      <Route path="/">
        <Redirect to="/rooms" replace />
      </Route>
      <Route path="/rooms/*?">
        <ForSignedIn>
          <RoomsArea />
        </ForSignedIn>
      </Route>
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** Shows a page to nobody but persons who are not signed in; the others go on to where they wanted. */
function ForSignedOut({ children }: { children: ReactNode }): ReactNode {
  const { session } = useSession();
  if (session.status !== "signedIn") return children;
  return <Redirect to={wantedPath()} replace />;
}

function ForSignedIn({ children }: { children: ReactNode }): ReactNode {
  const { session, reload } = useSession();
  const { t } = useI18n();
  const [path] = useLocation();
  if (session.status === "loading") return <Waiting />;
  if (session.status === "signedIn") return children;
  if (session.status === "unreachable") {
    return (
      <PlainPage title={t("app.unreachableTitle")} lead={t("error.network")}>
        <Button onClick={() => void reload()}>{t("app.retry")}</Button>
      </PlainPage>
    );
  }
  const to = path === "/rooms" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(path)}`;
  return <Redirect to={to} replace />;
}

/** Where a person wanted to go before the sign-in came between: a path of this client, never an address. */
function wantedPath(): string {
  const to = new URLSearchParams(location.search).get("to") ?? "";
  return to.startsWith("/rooms/") ? to : "/rooms";
}
