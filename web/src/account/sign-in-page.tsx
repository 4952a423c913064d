import { ParleyError } from "@parley/client";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { useSession } from "../app/session.tsx";
import { Button } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { PasswordField } from "../design/password-field.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";

// After the form: whether there are any is asked of the service first.
const ProviderButtons = lazy(() => import("./provider-buttons.tsx"));

export function SignInPage(): ReactNode {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const chat = useChat();
  const { reload } = useSession();

  const form = useSubmit(
    async (data) => {
      const login = textOf(data, "login").trim();
      const password = textOf(data, "password");
      const missing = t("fault.required");
      if (login === "" || password === "") {
        return {
          errors: { ...(login === "" && { login: missing }), ...(password === "" && { password: missing }) },
        };
      }
      try {
        await chat.account.signIn({ login, password });
      } catch (thrown) {
        if (!isUnverified(thrown)) throw thrown;
        navigate("/check-inbox", {
          state: { unverified: true, ...(login.includes("@") && { email: login }) },
        });
        return undefined;
      }
      await reload();
      return undefined;
    },
    (thrown) => ({ problem: isWrong(thrown) ? t("signIn.wrong") : errorText(t, thrown) }),
  );

  return (
    <AccountLayout
      title={t("signIn.title")}
      lead={t("signIn.lead")}
      foot={
        <>
          {t("signIn.noAccount")}{" "}
          <Link href="/sign-up" className={linkClass}>
            {t("signIn.toSignUp")}
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <Arrival />
        {form.problem !== undefined && (
          <Notice tone="danger" announced>
            {form.problem}
          </Notice>
        )}
        <TextField
          name="login"
          label={t("signIn.login")}
          error={form.errors["login"]}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
        />
        <div className="flex flex-col gap-3">
          <PasswordField
            name="password"
            label={t("signIn.password")}
            error={form.errors["password"]}
            autoComplete="current-password"
          />
          <Link href="/forgot-password" className={`${linkClass} -my-3 self-start py-3 text-meta`}>
            {t("signIn.forgot")}
          </Link>
        </div>
        <Button type="submit" look="primary" busy={form.busy} className="w-full">
          {t("signIn.submit")}
        </Button>
      </form>
      <Suspense>
        <ProviderButtons />
      </Suspense>
    </AccountLayout>
  );
}

/** Says why the person is here, when another page or the end of a session sent them. */
function Arrival(): ReactNode {
  const { t } = useI18n();
  const { session } = useSession();
  const [search] = useSearchParams();
  if (search.has("error")) return <Notice tone="danger">{t("signIn.providerFailed")}</Notice>;
  if (search.get("after") === "reset") return <Notice tone="info">{t("signIn.resetDone")}</Notice>;
  if (search.get("after") === "verify") return <Notice tone="info">{t("signIn.verified")}</Notice>;
  if (session.status === "signedOut" && session.because === "expired")
    return <Notice tone="signal">{t("signIn.expired")}</Notice>;
  return null;
}

function isUnverified(thrown: unknown): boolean {
  return thrown instanceof ParleyError && thrown.code === "email_unverified";
}

function isWrong(thrown: unknown): boolean {
  return thrown instanceof ParleyError && (thrown.code === "unauthenticated" || thrown.code === "invalid");
}
