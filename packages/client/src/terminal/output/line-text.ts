import type { RoomLine } from "../room-lines.ts";
import { plainJson, plainLine, plainText } from "./plain-text.ts";

const excerptCharsMax = 40;

/** What a line says, for a terminal: the message's text, or what was done to it. */
export function lineText({ type, message, emoji = "" }: RoomLine): string {
  const text = message.deletedAt === undefined ? plainText(message.text) : "(deleted)";
  if (type === "message") return text;
  if (type === "edited") return `edited: ${text}`;
  if (type === "deleted") return "deleted a message";
  return `reacted with ${plainLine(emoji)} to "${excerpt(text)}"`;
}

/** A line as plain text, with its local time; further lines of the text are set in. */
export function lineAsText(line: RoomLine): string {
  const separator = line.type === "message" ? ": " : " ";
  const text = lineText(line).replaceAll("\n", "\n    ");
  return `${localTime(line.at)} ${line.username}${separator}${text}`;
}

/** A line as JSON for scripts: the message exactly as it is. */
export function lineAsJson({ type, at, username, isOwn, message, emoji }: RoomLine): string {
  return plainJson({ type, at, username, isOwn, message, emoji });
}

/** Local time to the minute, sortable: `2026-05-01 09:30`. */
export function localTime(at: string): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function excerpt(text: string): string {
  const line = plainLine(text);
  const graphemes = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return graphemes.length > excerptCharsMax ? `${graphemes.slice(0, excerptCharsMax).join("")}…` : line;
}
