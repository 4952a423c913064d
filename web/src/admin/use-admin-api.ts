import { type AdminApi, createAdminApi } from "@parley/client/admin-api";
import { useMemo } from "react";
import { useChat } from "../app/chat-context.tsx";

/** What administrators do. */
export function useAdminApi(): AdminApi {
  const chat = useChat();
  return useMemo(() => createAdminApi(chat), [chat]);
}
