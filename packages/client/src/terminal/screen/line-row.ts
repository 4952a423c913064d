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

/** A line of the play script: time and name in the margin, speech beside them. */
export function lineRow(
  line: RoomLine,
  { columns, palette }: { readonly columns: number; readonly palette: Palette },
): ReactNode {
  const time = localTime(line.at).slice(-5);
  const name = createElement(
    Text,
    { key: "name", wrap: "truncate-end", ...(line.isOwn ? palette.own : palette.name) },
    line.username,
  );
  const isWide = columns >= marginColumnsMin;
  const nameColumns = isWide ? marginColumns : Math.min(marginColumns, stringWidth(line.username));
  const speechColumns = Math.max(speechColumnsMin, columns - timeColumns - nameColumns - gapColumns);
  const said = wrapText(lineText(line), speechColumns);
  const text = createElement(Text, line.type === "message" ? {} : palette.quiet, said);
  const speech = createElement(Box, { key: "text", flexGrow: 1, flexBasis: 0 }, text);
  const when = createElement(
    Box,
    { key: "time", width: timeColumns, flexShrink: 0 },
    createElement(Text, palette.quiet, time),
  );
  const who = createElement(
    Box,
    { key: "who", width: nameColumns, flexShrink: 0, justifyContent: "flex-end" },
    name,
  );
  return createElement(Box, { key: line.key, width: columns }, [
    when,
    who,
    createElement(Box, { key: "gap", width: gapColumns, flexShrink: 0 }),
    speech,
  ]);
}
