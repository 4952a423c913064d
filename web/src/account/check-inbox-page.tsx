import { ParleyError } from "@parley/client";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { linkClass } from "../design/link-class.ts";
import { Notice } from "../design/notice.tsx";
import { useCountdown } from "../design/use-countdown.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { AccountLayout } from "./account-layout.tsx";
import { AskForLink } from "./ask-for-link.tsx";
import { verifiedPath } from "./verified-path.ts";

/** Enough for a mail to arrive before another is asked for. */
const resendAfterMs = 30_000;

interface InboxState {
  readonly email?: string;
  readonly unverified?: boolean;
}

export default function CheckInboxPage(): ReactNode {
  const { t } = useI18n();
  const state = useHistoryState<InboxState | null>();
  const email = state?.email;
  return (
    <AccountLayout
      title={t("inbox.title")}
      lead={
        state?.unverified === true
          ? t("signIn.unverified")
          : email === undefined
            ? t("inbox.leadUnknown")
            : t("inbox.lead", { email })
      }
      foot={
        <span className="flex flex-wrap gap-x-6 gap-y-2">
          <Link href="/sign-in" className={linkClass}>
            {t("forgot.toSignIn")}
          </Link>
          <Link href="/sign-up" className={linkClass}>
            {t("inbox.otherAddress")}
          </Link>
        </span>
      }
    >
      <p className="mb-5 text-ui text-ink2">{t("inbox.hint")}</p>
      {email === undefined ? (
        <AskForLink />
      ) : (
        <Resend email={email} waitMs={state?.unverified === true ? 0 : resendAfterMs} />
      )}
    </AccountLayout>
  );
}

function Resend({ email, waitMs }: { email: string; waitMs: number }): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const countdown = useCountdown(waitMs);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [sent, setSent] = useState(false);

  const resend = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await chat.account.sendVerificationEmail({ email, callbackUrl: verifiedPath });
      setSent(true);
      countdown.start(resendAfterMs);
    } catch (thrown) {
      setSent(false);
      setProblem(errorText(t, thrown));
      countdown.start((thrown instanceof ParleyError && thrown.retryAfterMs) || 0);
    } finally {
      setBusy(false);
    }
  };

  const waiting = countdown.seconds > 0;
  return (
    <div className="flex flex-col gap-4">
      <div role="status">{sent && <Notice tone="info">{t("inbox.resent")}</Notice>}</div>
      {problem !== undefined && (
        <Notice tone="danger" announced>
          {problem}
        </Notice>
      )}
      <Button
        look="outline"
        busy={busy}
        aria-disabled={waiting}
        onClick={() => {
          if (!waiting) void resend();
        }}
        className="tabular self-start"
      >
        {waiting ? t("inbox.resendIn", { count: countdown.seconds }) : t("inbox.resend")}
      </Button>
    </div>
  );
}
