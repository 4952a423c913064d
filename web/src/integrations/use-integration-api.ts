import { createIntegrationApi, type IntegrationApi } from "@parley/client/integration-api";
import { useMemo } from "react";
import { useChat } from "../app/chat-context.tsx";

/** Webhooks and bots. */
export function useIntegrationApi(): IntegrationApi {
  const chat = useChat();
  return useMemo(() => createIntegrationApi(chat), [chat]);
}
