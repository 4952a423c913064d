import { Box, Text } from "ink";
import { createElement, type ReactNode } from "react";
import stringWidth from "string-width";
import { lineText, localTime } from "../output/line-text.ts";
import { wrapText } from "../output/wrap-text.ts";
import type { RoomLine } from "../room-lines.ts";
import type { Palette } from "./palette.ts";

/** Narrower terminals get no margin: name and text share the row. */
const marginColumnsMin = 60;
const marginColumns = 16;
const timeColumns = 6;
const gapColumns = 2;
const speechColumnsMin = 10;

export interface LinePlace {
  readonly columns: number;
  /** The line above it; undefined for the first. */
  readonly above: RoomLine | undefined;
}

/** A line of the play script: time and name in the margin, speech beside them; above it the day, when it is another. */
export function lineRow(
  line: RoomLine,
  { palette, ...place }: LinePlace & { readonly palette: Palette },
): ReactNode {
  const { columns } = place;
  const { day, said, nameColumns } = layOutLine(line, place);
  const look = line.isOwn ? palette.own : palette.name;
  const name = createElement(Text, { wrap: "truncate-end", ...look }, line.username);
  const speech = createElement(Text, line.type === "message" ? {} : palette.quiet, said);
  const row = createElement(Box, { key: "row", width: columns }, [
    box("time", timeColumns, createElement(Text, palette.quiet, localTime(line.at).slice(-5))),
    box("who", nameColumns, name, true),
    box("gap", gapColumns),
    createElement(Box, { key: "text", flexGrow: 1, flexBasis: 0 }, speech),
  ]);
  const mark = createElement(Text, { key: "day", wrap: "truncate-end", ...palette.quiet }, day);
  return createElement(
    Box,
    { key: line.key, flexDirection: "column", width: columns },
    day === undefined ? row : [mark, row],
  );
}

/** A part of a row that keeps its width. */
function box(key: string, width: number, child?: ReactNode, atEnd = false): ReactNode {
  const justifyContent = atEnd ? "flex-end" : "flex-start";
  return createElement(Box, { key, width, flexShrink: 0, justifyContent }, child);
}

/** How many of the last lines fit into so many rows. */
export function countFitting(
  lines: readonly RoomLine[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): number {
  let free = rows;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    if (line === undefined) break;
    // Whichever comes to stand first has its day above it.
    const { day, said } = layOutLine(line, { columns, above: lines[at - 1] });
    const height = said.split("\n").length + (day === undefined ? 0 : 1);
    if (height + (day === undefined ? 1 : 0) > free) return lines.length - 1 - at;
    free -= height;
  }
  return lines.length;
}

function layOutLine(line: RoomLine, { columns, above }: LinePlace) {
  const isWide = columns >= marginColumnsMin;
  const nameColumns = isWide ? marginColumns : Math.min(marginColumns, stringWidth(line.username));
  const speechColumns = Math.max(speechColumnsMin, columns - timeColumns - nameColumns - gapColumns);
  const day = dayOf(line);
  return {
    nameColumns,
    said: wrapText(lineText(line), speechColumns),
    day: above !== undefined && dayOf(above) === day ? undefined : day,
  };
}

const days = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

function dayOf({ at }: RoomLine): string {
  return days.format(new Date(at));
}
