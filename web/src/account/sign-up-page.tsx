import type { SignUpInput } from "@parley/client/account";
import { limits } from "@parley/protocol/limits";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { PasswordField } from "../design/password-field.tsx";
import { TextField } from "../design/text-field.tsx";
import { type Submitted, textOf, useSubmit } from "../design/use-submit.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";
import { checkSignUp } from "./check-account.ts";
import { explainRefusal, faultTexts } from "./fault-text.ts";
import { verifiedPath } from "./verified-path.ts";

// After the form, as on the page to sign in.
const ProviderButtons = lazy(() => import("./provider-buttons.tsx"));

export default function SignUpPage(): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const [, navigate] = useLocation();

  const form = useSubmit(
    async (data): Promise<Submitted | undefined> => {
      const input: SignUpInput = {
        name: textOf(data, "name").trim(),
        lastName: textOf(data, "lastName").trim(),
        username: textOf(data, "username").trim(),
        email: textOf(data, "email").trim(),
        password: textOf(data, "password"),
        callbackUrl: verifiedPath,
      };
      const faults = checkSignUp(input);
      if (Object.keys(faults).length > 0) return { errors: faultTexts(t, faults) };
      await chat.account.signUp(input);
      navigate("/check-inbox", { state: { email: input.email } });
      return undefined;
    },
    (thrown) => explainRefusal(t, thrown),
  );

  return (
    <AccountLayout
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      foot={
        <>
          {t("signUp.haveAccount")}{" "}
          <Link href="/sign-in" className={linkClass}>
            {t("signUp.toSignIn")}
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        {form.problem !== undefined && (
          <Notice tone="danger" announced>
            {form.problem}
          </Notice>
        )}
        <SignUpInputs errors={form.errors} />
        <Button type="submit" look="primary" busy={form.busy} className="w-full">
          {t("signUp.submit")}
        </Button>
      </form>
      <Suspense>
        <ProviderButtons />
      </Suspense>
    </AccountLayout>
  );
}

function SignUpInputs({ errors }: { errors: Readonly<Record<string, string>> }): ReactNode {
  const { t } = useI18n();
  const verbatim = {
    autoCapitalize: "none",
    spellCheck: false,
    dir: "ltr",
    className: "rtl:text-end",
  } as const;
  return (
    <>
      <div className="grid gap-5 md:grid-cols-2 md:gap-4">
        <TextField
          name="name"
          label={t("signUp.firstName")}
          error={errors["name"]}
          autoComplete="given-name"
        />
        <TextField
          name="lastName"
          label={t("signUp.lastName")}
          error={errors["lastName"]}
          autoComplete="family-name"
        />
      </div>
      <TextField
        name="username"
        label={t("signUp.username")}
        hint={t("signUp.usernameHint")}
        error={errors["username"]}
        autoComplete="username"
        {...verbatim}
      />
      <TextField
        name="email"
        type="email"
        label={t("signUp.email")}
        hint={t("signUp.emailHint")}
        error={errors["email"]}
        autoComplete="email"
        {...verbatim}
      />
      <PasswordField
        name="password"
        label={t("signUp.password")}
        hint={t("signUp.passwordHint", { min: limits.passwordCharsMin })}
        error={errors["password"]}
        autoComplete="new-password"
      />
    </>
  );
}
