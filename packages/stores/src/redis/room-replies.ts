import type {
  AppendOutcome,
  Audience,
  Batch,
  LogEntry,
  ReadOutcome,
  RebaseOutcome,
  SettleOutcome,
  SignalOutcome,
} from "@parley/chat/message/room-log";
import { renderEventText } from "@parley/chat/message/event-draft";
import type { UserId } from "@parley/protocol";

/** Reads what the room log's scripts answer: arrays, told apart by their first word. */
type BatchReply = readonly [readonly [string, readonly string[]][], string | number, readonly string[]];

export function readAppend(reply: unknown): AppendOutcome {
  const [kind, second, mark, batch] = reply as [
    "appended" | "repeated" | "refused" | "cold",
    never,
    number,
    unknown,
  ];
  if (kind === "cold") return { kind };
  if (kind === "refused") return { kind, code: second };
  return { kind, seq: second, mark, ...(batch !== undefined && { batch: readBatch(batch) }) };
}

export function readSettle(reply: unknown): SettleOutcome {
  const [kind, rest] = reply as [SettleOutcome["kind"], unknown];
  if (kind === "lost") return { kind };
  if (kind === "more") return { kind, batch: readBatch(rest) };
  return { kind, ...(rest !== undefined && { audience: readBatch(rest).audience }) };
}

export function readRebase(reply: unknown): RebaseOutcome {
  const [kind, batch] = reply as [RebaseOutcome["kind"], unknown];
  if (kind === "lost") return { kind };
  return { kind, ...(batch !== undefined && { batch: readBatch(batch) }) };
}

export function readSignal(reply: unknown): SignalOutcome {
  const [kind, rest] = reply as [SignalOutcome["kind"], unknown];
  if (kind === "refused") return { kind, code: rest as "not_found" | "forbidden" };
  return kind === "passed" ? { kind, audience: readBatch(rest).audience } : { kind };
}

export function readRead(reply: unknown): ReadOutcome {
  const [kind, ...rest] = reply as [ReadOutcome["kind"], ...unknown[]];
  if (kind === "cold") return { kind };
  if (kind === "refused") return { kind, code: rest[0] as "not_found" | "forbidden" };
  const [mark, head, first, stalled, found] = rest as [number, number, number, number, (number | string)[]];
  const texts: string[] = [];
  for (let at = 0; at < found.length; at += 2) {
    texts.push(renderEventText(String(found[at + 1]), Number(found[at])));
  }
  return { kind, mark, head, first, stalled: stalled === 1, texts };
}

export function readBatch(reply: unknown): Batch {
  const [entries, version, online] = reply as BatchReply;
  return { entries: entries.map(readEntry), audience: readAudience(Number(version), online) };
}

function readAudience(version: number, online: readonly string[]): Audience {
  const recipients = [];
  for (let at = 0; at < online.length; at += 2) {
    recipients.push({ connectionId: online[at] ?? "", user: (online[at + 1] ?? "") as UserId });
  }
  return { version, recipients };
}

/** The fields stand in the order in which `push` writes them: e, i, k, u, x, g. */
function readEntry([id, fields]: readonly [string, readonly string[]]): LogEntry {
  const [, text = "", , eventId = "", , key = "", , user = ""] = fields;
  return { seq: Number.parseInt(id, 10), eventId, text, key, user: user as UserId };
}
