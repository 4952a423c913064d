import { createProfileApi, type ProfileApi } from "@parley/client/profile-api";
import { useMemo } from "react";
import { useChat } from "../../app/chat-context.tsx";

/** What a person does with their own account. */
export function useProfileApi(): ProfileApi {
  const chat = useChat();
  return useMemo(() => createProfileApi(chat), [chat]);
}
