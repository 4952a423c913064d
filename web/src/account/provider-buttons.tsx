import { beginProviderSignIn, listProviders, type SignInProvider } from "@parley/client/profile-api";
import { type ReactNode, useEffect, useState } from "react";
import { useChat } from "../app/chat-context.tsx";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { Problem } from "../design/problem.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { wantedPath } from "./wanted-path.ts";

/** The services to sign in with, where there are any; the page is whole without them. */
export default function ProviderButtons(): ReactNode {
  const { t } = useI18n();
  const chat = useChat();
  const [providers, setProviders] = useState<readonly SignInProvider[]>([]);
  const { busy, problem, attempt } = useAttempt();
  useEffect(() => {
    // Without an answer there is the form.
    listProviders(chat).then(setProviders, () => {});
  }, [chat]);
  if (providers.length === 0) return null;
  return (
    <div className="mt-5 flex flex-col gap-3">
      <p className="flex items-center gap-3 text-meta text-ink3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("signIn.or")}
      </p>
      <Problem text={problem} />
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          look="outline"
          busy={busy}
          className="w-full"
          onClick={() =>
            void attempt(async () =>
              location.assign(await beginProviderSignIn(chat, { provider: id, callbackURL: wantedPath() })),
            )
          }
        >
          {t("signIn.with", { provider: name })}
        </Button>
      ))}
    </div>
  );
}
