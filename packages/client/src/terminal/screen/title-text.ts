import type { Room } from "@parley/protocol";
import { plainLine } from "../output/plain-text.ts";
import { wrapText } from "../output/wrap-text.ts";

/** What stands above a room: its name and what it is about, in rows of at most so many cells. */
export function titleText({ name, topic }: Pick<Room, "name" | "topic">, columns: number): string {
  const parts = [plainLine(name), plainLine(topic)].filter((part) => part !== "");
  return wrapText(parts.join(": "), columns);
}
