import { useRooms } from "./use-rooms.ts";

/** Unread messages over all rooms, for the title. */
export function useUnreadTotal(): number {
  const { data: rooms } = useRooms();
  return rooms?.reduce((sum, room) => sum + room.unread, 0) ?? 0;
}
