import type { ReactNode } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useSession } from "../app/session.tsx";
import { CheckInboxPage } from "./check-inbox-page.tsx";
import { ForgotPasswordPage } from "./forgot-password-page.tsx";
import { ResetPasswordPage } from "./reset-password-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";
import { VerifyEmailPage } from "./verify-email-page.tsx";

/** Everything before the sign-in, in one chunk: whoever sees one of these pages soon sees another. */
export default function AccountArea(): ReactNode {
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
    </Switch>
  );
}

/** Shows a page to nobody but persons who are not signed in; the others go on to where they wanted. */
function ForSignedOut({ children }: { children: ReactNode }): ReactNode {
  const { session } = useSession();
  if (session.status !== "signedIn") return children;
  return <Redirect to={wantedPath()} replace />;
}

/** Where a person wanted to go before the sign-in came between: a path of this client, never an address. */
function wantedPath(): string {
  const to = new URLSearchParams(location.search).get("to") ?? "";
  return /^\/(?:rooms|invite)\//.test(to) ? to : "/rooms";
}
