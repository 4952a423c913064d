import { ParleyError } from "@parley/client";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import { usePageTitle } from "../app/page-title.ts";
import { useAttempt } from "../app/use-attempt.ts";
import { Button, buttonClass } from "../design/button.tsx";
import { Problem } from "../design/problem.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { EmptyPane } from "./empty-pane.tsx";
import { usePutRoom } from "./use-put-room.ts";
import { useRoomApi } from "./use-room-api.ts";

/** Where a link into a room leads. What room it is shows once it was followed: links are for those who hold them. */
export default function InvitePage({ code }: { code: string }): ReactNode {
  const { t } = useI18n();
  const api = useRoomApi();
  const put = usePutRoom();
  const [, navigate] = useLocation();
  const [dead, setDead] = useState(false);
  usePageTitle(t("invite.title"));
  const { busy, problem, attempt } = useAttempt((thrown) =>
    thrown instanceof ParleyError && thrown.code === "forbidden" ? t("invite.barred") : undefined,
  );

  const accept = async () => {
    try {
      const room = await api.acceptInvite(code);
      put(room);
      navigate(`/rooms/${room.id}`, { replace: true });
    } catch (thrown) {
      if (!(thrown instanceof ParleyError) || thrown.code !== "not_found") throw thrown;
      setDead(true);
    }
  };

  if (dead) {
    return (
      <EmptyPane title={t("invite.deadTitle")} lead={t("invite.deadLead")}>
        <Link href="/rooms" className={buttonClass("primary")}>
          {t("notFound.home")}
        </Link>
      </EmptyPane>
    );
  }
  return (
    <EmptyPane title={t("invite.title")} lead={t("invite.lead")}>
      <div className="flex flex-col items-center gap-4">
        <Problem text={problem} />
        <Button look="primary" busy={busy} onClick={() => void attempt(accept)}>
          {t("invite.accept")}
        </Button>
      </div>
    </EmptyPane>
  );
}
