import type { Role, RoomId, UserId } from "@parley/protocol";
import { writeEventText } from "../event-draft.ts";
import type {
  AppendInput,
  AppendOutcome,
  Batch,
  Committed,
  NeglectedRoom,
  ReadOutcome,
  RenewOutcome,
  RoomLog,
  RoomSnapshot,
  SettleOutcome,
  SignalOutcome,
  SnapshotEntry,
} from "../room-log.ts";

/** The bounds that the suites are written for: small, so that they meet them. */
export const benchSettings = {
  leaseMs: 400,
  idleMs: 60_000,
  eventsKept: 5,
  keysKept: 8,
  batchMax: 3,
  batchBytesMax: 64 * 1024,
  pendingMax: 12,
  eventWeightMs: 60,
  busyAfterMs: 300,
  windowPerListenerMs: 20,
  windowMaxMs: 50,
  postsPerSecondMax: 100,
  windowLimitMs: 130,
  claimMs: 300,
  confirmAfterMs: 300,
  connectionMs: 1_000_000,
  pruneMs: 0,
  askedMs: 300,
} as const;

/** A log under `benchSettings`, and the world around it. */
export interface RoomLogSubject {
  readonly log: RoomLog;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
  /** Loses all that the log holds, as an emptied Redis does. */
  lose(): Promise<void>;
  /** Milliseconds since the epoch, by the log's own clock. */
  now(): number;
}

export const ada = "usr_ada" as UserId;
export const bob = "usr_bob" as UserId;
export const eve = "usr_eve" as UserId;
export const zoe = "usr_zoe" as UserId;

/** The outcomes that say that an event stands in the log. */
type Standing = Extract<AppendOutcome, { kind: "appended" | "repeated" }>;

/** What the contract suites say about one room of a `RoomLog`; every test has a room of its own. */
export class RoomLogBench {
  readonly log: RoomLog;
  readonly subject: RoomLogSubject;
  room: RoomId = "rom_none" as RoomId;
  #made = 0;

  constructor(subject: RoomLogSubject) {
    this.subject = subject;
    this.log = subject.log;
  }

  /** Goes on with a room that nothing was done to yet. */
  enterRoom(): void {
    this.#made += 1;
    this.room = `rom_${this.#made}_${Math.random().toString(36).slice(2)}` as RoomId;
  }

  snapshotOf(over: Partial<RoomSnapshot> = {}): RoomSnapshot {
    const members = [
      { user: ada, role: "owner", mutedUntilMs: 0 },
      { user: bob, role: "member", mutedUntilMs: 0 },
    ] as const;
    const facts = { room: this.room, kind: "private", archived: false, slowModeMs: 0, headSeq: 0 } as const;
    return { ...facts, members, entries: [], seen: [], listeners: [], ...over };
  }

  hydrate(over: Partial<RoomSnapshot> = {}): Promise<"installed" | "hot" | "behind"> {
    return this.log.hydrate(this.snapshotOf(over));
  }

  /** An event of Ada's that any speaker may append, or what is said otherwise. */
  message(over: Partial<AppendInput> = {}): AppendInput {
    this.#made += 1;
    const made = this.#made;
    const user = over.user ?? ada;
    const head = { room: this.room, at: "2026-01-01T00:00:00.000Z", user, clientId: `c${made}` };
    const draft = { kind: "message.deleted", messageId: `msg_${made}` as never, by: user } as const;
    return {
      room: this.room,
      user,
      eventId: `evt_${made}`,
      key: `${user} c${made}`,
      text: writeEventText(head, draft),
      requires: { be: "speaker" },
      effect: { change: "none" },
      subject: "",
      lease: { token: `lease_${made}` },
      ...over,
    };
  }

  joining(user: UserId): AppendInput {
    const effect = { change: "join", user, role: "member" } as const;
    return this.message({ user, requires: { be: "stranger" }, effect });
  }

  /** Somebody brought in by another. */
  adding(host: UserId, user: UserId): AppendInput {
    const effect = { change: "join", user, role: "member" } as const;
    return this.message({ user: host, requires: { be: "host", target: user }, effect });
  }

  guarded(basis: number, subject = "s"): AppendInput {
    return this.message({ subject, guard: { subject, basis } });
  }

  /** An event that takes a higher rank than its target's. */
  acting(user: UserId, target: UserId, grants?: Role): AppendInput {
    return this.message({ user, requires: { be: "above", target, ...(grants !== undefined && { grants }) } });
  }

  posting(user: UserId): AppendInput {
    return this.message({ user, requires: { be: "poster" } });
  }

  signal(user: UserId, intervalMs: number): Promise<SignalOutcome> {
    return this.log.signal({ room: this.room, user, intervalMs });
  }

  async neglected(): Promise<NeglectedRoom | undefined> {
    return (await this.log.listNeglected(10_000)).find((neglected) => neglected.room === this.room);
  }

  async appendOk(input: AppendInput): Promise<Standing> {
    const outcome = await this.log.append(input);
    if (outcome.kind === "appended" || outcome.kind === "repeated") return outcome;
    throw new Error(`${outcome.kind} ${"code" in outcome ? outcome.code : ""}`);
  }

  committed(input: AppendInput, batch: Batch | undefined): Committed {
    const { entries, digest } = requireBatch(batch);
    return { room: this.room, lease: input.lease, upTo: entries.at(-1)?.seq ?? 0, digest };
  }

  settle(input: AppendInput, batch: Batch | undefined): Promise<SettleOutcome> {
    const audienceVersion = batch?.audience.version ?? -1;
    return this.log.settle({ ...this.committed(input, batch), audienceVersion });
  }

  renew(input: AppendInput, batch: Batch | undefined): Promise<RenewOutcome> {
    const audienceVersion = batch?.audience.version ?? -1;
    return this.log.renew({ ...this.committed(input, batch), audienceVersion });
  }

  /** Settles and goes on with the batch that follows. */
  async settleForMore(
    input: AppendInput,
    batch: Batch | undefined,
  ): Promise<Extract<SettleOutcome, { kind: "more" }>["batch"] & Batch> {
    const settled = await this.settle(input, batch);
    if (settled.kind !== "more") throw new Error(settled.kind);
    return { ...settled.batch, audience: settled.batch.audience ?? requireBatch(batch).audience };
  }

  /** Appends and sees it through alone. */
  async appendAndSettle(input: AppendInput): Promise<number> {
    const appended = await this.appendOk(input);
    const settled = await this.settle(input, appended.batch);
    if (settled.kind !== "quiet") throw new Error(settled.kind);
    return appended.seq;
  }

  read(user: UserId, after: number | null = 0, connectionId?: string): Promise<ReadOutcome> {
    return this.log.read({ room: this.room, user, after, limit: 10, connectionId });
  }

  attach(user: UserId, connectionId: string, after: number | null = null): Promise<ReadOutcome> {
    return this.log.attach({ room: this.room, user, connectionId, after, limit: 10 });
  }
}

/** A durable event of Ada's, as a snapshot holds it. */
export function durable(seq: number, subject = ""): SnapshotEntry {
  const text = `{"seq":${seq}}`;
  return { seq, eventId: `evt_old${seq}`, key: `${ada} old${seq}`, user: ada, text, subject };
}

export function requireBatch(batch: Batch | undefined): Batch {
  if (batch === undefined) throw new Error("no batch: another holds the lease, or nothing is pending");
  return batch;
}

export function seqsOf(batch: Pick<Batch, "entries"> | undefined): number[] | undefined {
  return batch?.entries.map(({ seq }) => seq);
}

export function seqsRead(outcome: ReadOutcome): number[] | undefined {
  return outcome.kind === "read" ? outcome.texts.map((text) => JSON.parse(text).seq) : undefined;
}
