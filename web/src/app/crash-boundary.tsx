import { Component, type ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { PlainPage } from "./plain-page.tsx";

/** Shows a page with a way on when rendering below it fails; the error goes to the browser's console. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed(): ReactNode {
  const { t } = useI18n();
  return (
    <PlainPage title={t("crash.title")} lead={t("crash.lead")}>
      <Button look="primary" onClick={() => location.reload()}>
        {t("crash.reload")}
      </Button>
    </PlainPage>
  );
}
