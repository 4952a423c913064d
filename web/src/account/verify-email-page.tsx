import { ParleyError } from "@parley/client";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { Button, buttonClass } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";
import { AskForLink } from "./ask-for-link.tsx";

type Verification =
  | { readonly status: "working" }
  | { readonly status: "done" }
  | { readonly status: "failed"; readonly thrown: unknown };

/**
 * Where the link in the verification mail leads. With a `token` the page has it checked; without one the
 * API did that already and says with `error` whether it failed.
 */
export default function VerifyEmailPage(): ReactNode {
  const { t } = useI18n();
  const [search] = useSearchParams();
  const token = search.get("token");
  const { verification, retry } = useVerification(token, search.get("error"));

  if (verification.status === "working") {
    return (
      <AccountLayout title={t("verify.title")}>
        <p role="status" className="flex items-center gap-3 text-body text-ink2">
          <Spinner /> {t("verify.working")}
        </p>
      </AccountLayout>
    );
  }
  if (verification.status === "done") {
    return (
      <AccountLayout title={t("verify.doneTitle")} lead={t("verify.done")}>
        <Link href="/sign-in" className={buttonClass("primary", "w-full")}>
          {t("verify.toSignIn")}
        </Link>
      </AccountLayout>
    );
  }
  return <Failed thrown={verification.thrown} retry={retry} />;
}

function Failed({ thrown, retry }: { thrown: unknown; retry: () => void }): ReactNode {
  const { t } = useI18n();
  if (thrown instanceof ParleyError && thrown.retryable) {
    return (
      <AccountLayout title={t("verify.title")}>
        <div className="flex flex-col items-start gap-5">
          <Notice tone="danger" announced>
            {errorText(t, thrown)}
          </Notice>
          <Button look="outline" onClick={retry}>
            {t("app.retry")}
          </Button>
        </div>
      </AccountLayout>
    );
  }
  return (
    <AccountLayout
      title={t("verify.failedTitle")}
      lead={t("verify.failed")}
      foot={
        <Link href="/sign-in" className={linkClass}>
          {t("verify.toSignIn")}
        </Link>
      }
    >
      <AskForLink />
    </AccountLayout>
  );
}

function useVerification(
  token: string | null,
  refused: string | null,
): { verification: Verification; retry: () => void } {
  const chat = useChat();
  const [verification, setVerification] = useState<Verification>(() => {
    if (refused !== null) return { status: "failed", thrown: undefined };
    return { status: token === null ? "done" : "working" };
  });
  const begun = useRef(false);

  const verify = useCallback(
    async (wanted: string) => {
      setVerification({ status: "working" });
      try {
        await chat.account.verifyEmail({ token: wanted });
        setVerification({ status: "done" });
      } catch (thrown) {
        setVerification({ status: "failed", thrown });
      }
    },
    [chat],
  );

  useEffect(() => {
    // A token works once, and effects may run twice.
    if (token === null || refused !== null || begun.current) return;
    begun.current = true;
    void verify(token);
  }, [token, refused, verify]);

  return { verification, retry: () => token !== null && void verify(token) };
}
