import type { LogLine } from "../cloud-types.ts";
import { isAccessLine } from "./log-book.ts";

const colours = { debug: 2, info: 0, warn: 33, error: 31 } as const;

/** A line for people: the time of day, who, and what; undefined for what is only in the files. */
export function formatTerminalLine(line: LogLine, options: { readonly colour: boolean }): string | undefined {
  if (!isShown(line)) return undefined;
  const time = new Date(line.atMs).toTimeString().slice(0, 8);
  const text = `${time} ${line.source.padEnd(10)} ${isAccessLine(line) ? formatAccess(line) : formatPlain(line)}`;
  const printable = Array.from(text, (character) => (isControl(character) ? " " : character)).join("");
  const colour = colours[line.level];
  return options.colour && colour !== 0 ? `\u001B[${colour}m${printable}\u001B[0m` : printable;
}

/** Warnings, errors, and one line per call; jobs and the health check would only be noise. */
function isShown(line: LogLine): boolean {
  if (line.level === "warn" || line.level === "error") return true;
  return isAccessLine(line) && line.fields?.["route"] !== "GET /api/health" && line.source !== "sweep";
}

function formatAccess({ fields = {} }: LogLine): string {
  const parts = [fields["route"], fields["status"], `${fields["durationMs"] ?? "?"} ms`];
  for (const name of ["code", "userId", "connectionId"]) {
    if (fields[name] !== undefined) parts.push(fields[name]);
  }
  return parts.map(String).join("  ");
}

function formatPlain({ message, fields = {} }: LogLine): string {
  const error = fields["error"];
  if (typeof error !== "object" || error === null || !("message" in error)) return message;
  return `${message}: ${String(error.message)}`;
}

/** What a caller sends must not steer the terminal. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || (code >= 127 && code < 160);
}
