import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";

/** Why something came to nothing, said at once; nothing while there is no such thing. */
export function Problem({ text, className }: { text: string | undefined; className?: string }): ReactNode {
  if (text === undefined) return null;
  return (
    <Notice tone="danger" announced {...(className !== undefined && { className })}>
      {text}
    </Notice>
  );
}
