import type { LogLine } from "../cloud-types.ts";

const levels = { DEBUG: "debug", INFO: "info", WARN: "warn", ERROR: "error", CRITICAL: "error" } as const;

/**
 * Reads a line that a function wrote: JSON of a structured logger, metrics in the embedded metric format
 * (which are for CloudWatch, not for people), or plain text.
 */
export function readFunctionLine(
  source: string,
  stream: "stdout" | "stderr",
  text: string,
): Omit<LogLine, "atMs"> {
  const fields = parseObject(text);
  if (fields === undefined) return { source, level: stream === "stdout" ? "info" : "warn", message: text };
  if ("_aws" in fields) return { source, level: "debug", message: "metrics", fields };
  const { level, message, timestamp: _, ...rest } = fields;
  return {
    source,
    level: levels[String(level) as keyof typeof levels] ?? "info",
    message: typeof message === "string" ? message : text,
    fields: rest,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
