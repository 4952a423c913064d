import type { RoomKind } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { PersonIcon, PrivateIcon, PublicIcon } from "../design/icons.ts";

const icons = { public: PublicIcon, private: PrivateIcon, direct: PersonIcon } as const;

export function RoomKindIcon({ kind, className }: { kind: RoomKind; className: string }): ReactNode {
  const Icon = icons[kind];
  return <Icon className={className} />;
}
