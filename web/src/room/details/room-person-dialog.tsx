import type { Room } from "@parley/protocol/room";
import type { ReactNode } from "react";
import { PersonDialog } from "../../people/person-dialog.tsx";
import { useMembers } from "../../people/use-people.ts";

interface RoomPersonDialogProps {
  readonly room: Room;
  readonly user: string;
  readonly onClose: () => void;
}

/** Somebody of a room, as the room's list has them just now; nothing once they have left. */
export default function RoomPersonDialog({ room, user, onClose }: RoomPersonDialogProps): ReactNode {
  const { data: members } = useMembers(room.id);
  const member = members?.find((candidate) => candidate.user.id === user);
  if (member === undefined) return null;
  return <PersonDialog person={member.user} within={{ room, member }} onClose={onClose} />;
}
