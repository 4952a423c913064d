import { getDirectRoom } from "@parley/client/rooms";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { usePutRoom } from "./use-put-room.ts";

/** Opens the room of the person and another one, making it at the first time. Rejects with a `ParleyError`. */
export function useOpenDirect(): (user: string) => Promise<void> {
  const chat = useChat();
  const put = usePutRoom();
  const [, navigate] = useLocation();
  return async (user) => {
    const room = await getDirectRoom(chat, user);
    put(room);
    navigate(`/rooms/${room.id}`);
  };
}
