import type { TimelineSnapshot } from "@parley/client";
import type { ReactNode } from "react";
import type { People } from "../../people/use-people.ts";
import { DayMark, NewDivider } from "./day-mark.tsx";
import { describeRow } from "./describe-row.ts";
import { rowAt, spokenOf } from "./rows.ts";
import { Speech } from "./speech.tsx";

interface TimelineRowProps {
  readonly snapshot: TimelineSnapshot;
  readonly index: number;
  readonly viewer: string;
  readonly readSeq: number | undefined;
  readonly people: People;
  readonly soughtSeq: number | undefined;
  readonly jumpTo: (message: string) => void;
}

/** One row: the marks that stand above a message, and the message. */
export function TimelineRow(props: TimelineRowProps): ReactNode {
  const { snapshot, index, viewer, readSeq, people, soughtSeq, jumpTo } = props;
  const row = rowAt(snapshot, index);
  if (row === undefined) return null;
  const before = rowAt(snapshot, index - 1);
  const spoken = spokenOf(row, viewer);
  const marks = describeRow(before && spokenOf(before, viewer), spoken, {
    viewer,
    readSeq,
    hasBefore: snapshot.hasBefore,
  });
  const { replyTo } = row.message;
  const quoted =
    replyTo === undefined ? undefined : snapshot.messages.at(snapshot.messages.indexOfId(replyTo));
  return (
    <>
      {marks.newDay && <DayMark atMs={spoken.atMs} />}
      {marks.firstNew && <NewDivider />}
      <Speech
        row={row.message}
        pending={row.kind === "pending" ? row.message.state : undefined}
        atMs={spoken.atMs}
        own={spoken.user === viewer}
        head={marks.groupHead}
        name={people.call(spoken.user)}
        people={people}
        quoted={quoted?.id === replyTo ? quoted : undefined}
        sought={spoken.seq !== undefined && spoken.seq === soughtSeq}
        jumpTo={jumpTo}
      />
    </>
  );
}
