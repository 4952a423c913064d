import type { PublicUser } from "@parley/protocol/user";
import type { ReactNode } from "react";
import { useUser } from "../app/session.tsx";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "../design/button.tsx";
import { Problem } from "../design/problem.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { PagePane } from "../rooms/page-pane.tsx";
import { useOpenDirect } from "../rooms/use-open-direct.ts";
import { FindPerson } from "./find-person.tsx";
import { fullName } from "./person-name.ts";

/** Finds somebody to write to. */
export default function PeoplePage(): ReactNode {
  const { t } = useI18n();
  return (
    <PagePane title={t("people.title")} lead={t("people.lead")}>
      <FindPerson lead={t("people.hint")} action={(person) => <Write person={person} />} />
    </PagePane>
  );
}

function Write({ person }: { person: PublicUser }): ReactNode {
  const { t } = useI18n();
  const openDirect = useOpenDirect();
  const { busy, problem, attempt } = useAttempt();
  if (person.id === useUser().id) return <span className="text-meta text-ink3">{t("person.you")}</span>;
  return (
    <>
      <Problem text={problem} />
      <Button
        look="outline"
        busy={busy}
        aria-label={t("person.write", { name: fullName(person) })}
        onClick={() => void attempt(() => openDirect(person.id))}
      >
        {t("people.write")}
      </Button>
    </>
  );
}
