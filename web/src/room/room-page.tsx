import type { ReactNode } from "react";
import { Waiting } from "../app/waiting.tsx";
import { lazyPage } from "../i18n/lazy-page.tsx";
import { useRooms } from "../rooms/use-rooms.ts";
import { type RoomPart, RoomView } from "./room-view.tsx";

const UnlistedRoom = lazyPage(() => import("./unlisted-room.tsx"), <Waiting />);

interface RoomPageProps {
  readonly room: string;
  /** What of the room is asked for beside its conversation; on wide screens details always stand beside it. */
  readonly part: RoomPart | undefined;
}

/** One room by id: the room itself for its members, the way in for others, a plain word where there is none. */
export default function RoomPage({ room: id, part }: RoomPageProps): ReactNode {
  const rooms = useRooms();
  const known = rooms.data?.find((room) => room.id === id);
  if (known !== undefined) return <RoomView room={known} part={part} />;
  if (rooms.isPending) return <Waiting />;
  return <UnlistedRoom id={id} />;
}
