import { lazy, type ReactNode } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useSession } from "../app/session.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { wantedPath } from "./wanted-path.ts";

// What a mail is waited for or led to: not what most come to see.
const SignUpPage = lazy(() => import("./sign-up-page.tsx"));
const CheckInboxPage = lazy(() => import("./check-inbox-page.tsx"));
const ForgotPasswordPage = lazy(() => import("./forgot-password-page.tsx"));
const ResetPasswordPage = lazy(() => import("./reset-password-page.tsx"));
const VerifyEmailPage = lazy(() => import("./verify-email-page.tsx"));

/** Everything before the sign-in. */
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
