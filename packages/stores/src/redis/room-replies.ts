import { renderEventText } from "@parley/chat/message/event-draft";
import type {
  AppendOutcome,
  AppendRefusal,
  Audience,
  Batch,
  DroppedEntry,
  LogEntry,
  ReadOutcome,
  RebaseOutcome,
  Recipient,
  RenewOutcome,
  SettleOutcome,
  SignalOutcome,
} from "@parley/chat/message/room-log";
import type { UserId } from "@parley/protocol";

/** Reads what the room log's scripts answer: arrays, told apart by their first word. */
type EntryReply = readonly [number, string, string, string, string, string];
type DroppedReply = readonly [DroppedEntry["reason"], number, EntryReply];
type BatchReply = readonly [
  entries: readonly EntryReply[],
  digest: string,
  audience: string | number,
  online: readonly string[] | null,
  epoch?: string,
];

export function readAppend(reply: unknown): AppendOutcome {
  const [kind, second, third, batch, windowMs] = reply as [
    AppendOutcome["kind"],
    never,
    number,
    unknown,
    number | undefined,
  ];
  if (kind === "cold" || kind === "contended") return { kind };
  if (kind === "refused") return { kind, ...readRefusal(second, third) };
  const standing = { kind, seq: second, mark: third };
  if (windowMs !== undefined) return { ...standing, pause: { windowMs } };
  return batch === undefined ? standing : { ...standing, batch: readBatch(batch) };
}

function readRefusal(code: AppendRefusal["code"], retryAfterMs: number): AppendRefusal {
  return code === "rate_limited" ? { code, retryAfterMs } : { code };
}

export function readRenew(reply: unknown): RenewOutcome {
  const [kind, rest] = reply as [RenewOutcome["kind"], BatchReply | undefined];
  return kind === "held" && rest !== undefined ? { kind, audience: readBatch(rest).audience } : { kind };
}

export function readSettle(reply: unknown): SettleOutcome {
  const [kind, ...rest] = reply as readonly [SettleOutcome["kind"], ...unknown[]];
  switch (kind) {
    case "lost":
    case "cold":
    case "diverged":
      return { kind };
    case "quiet":
      return { kind, ...readChange(rest[0]) };
    case "busy":
      return { kind, windowMs: rest[0] as number, ...readChange(rest[1]) };
    case "more": {
      const next = rest[0] as BatchReply;
      const { audience, ...batch } = readBatch(next);
      return { kind, batch: next[3] ? { ...batch, audience } : batch };
    }
  }
}

/** The audience, where it changed. */
function readChange(reply: unknown): { readonly audience?: Audience } {
  return reply === undefined ? {} : { audience: readBatch(reply).audience };
}

export function readRebase(reply: unknown): RebaseOutcome {
  const [kind, mark, dropped, rest, pending] = reply as [
    RebaseOutcome["kind"],
    number,
    readonly DroppedReply[],
    unknown,
    number,
  ];
  if (kind !== "rebased") return { kind };
  const batch = readBatch(rest);
  return {
    kind,
    markBefore: mark < 0 ? undefined : mark,
    dropped: dropped.map(readDropped),
    epoch: batch.epoch,
    audience: batch.audience,
    ...(pending === 1 && { batch }),
  };
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
  const [mark, head, first, stalled, found, listening, epoch] = rest as [
    number,
    number,
    number,
    number,
    (number | string)[],
    number,
    string,
  ];
  const texts: string[] = [];
  for (let at = 0; at < found.length; at += 2) {
    texts.push(renderEventText(String(found[at + 1]), Number(found[at])));
  }
  return { kind, mark, head, first, stalled: stalled === 1, listening: listening === 1, epoch, texts };
}

export function readBatch(reply: unknown): Batch {
  const [entries, digest, version, online, epoch = ""] = reply as BatchReply;
  const audience = readAudience(Number(version), online ?? []);
  return { entries: entries.map(readEntry), digest, epoch, audience };
}

function readAudience(version: number, online: readonly string[]): Audience {
  const recipients: Recipient[] = [];
  for (let at = 0; at < online.length; at += 2) {
    const [connectionId = "", attached = ""] = online.slice(at, at + 2);
    const user = attached.slice(0, attached.indexOf(" ")) as UserId;
    if (connectionId !== "") recipients.push({ connectionId, user });
  }
  return { version, recipients };
}

function readDropped([reason, seq, entry]: DroppedReply): DroppedEntry {
  return reason === "repeated"
    ? { entry: readEntry(entry), reason, seq }
    : { entry: readEntry(entry), reason };
}

function readEntry([seq, text, eventId, key, user, origin]: EntryReply): LogEntry {
  return { seq, eventId, text, key, user: user as UserId, ...(origin !== "" && { origin }) };
}
