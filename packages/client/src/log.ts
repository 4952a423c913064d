import type { ChatOptions, LogEntry } from "./chat-options.ts";

export type Log = (
  level: LogEntry["level"],
  message: string,
  facts?: Readonly<Record<string, unknown>>,
  error?: unknown,
) => void;

/** A log that can be called anywhere: it never throws, whatever the application's hook does. */
export function createLog(hook: ChatOptions["log"]): Log {
  return (level, message, facts, error) => {
    try {
      hook?.({ level, message, ...(facts && { facts }), ...(error !== undefined && { error }) });
    } catch {
      // A broken log must not break the chat, and there is nowhere left to say so.
    }
  };
}
