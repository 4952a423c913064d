import type { Event, MessageId, RoomId, UserId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { findViolations } from "./find-violations.ts";
import { StormLedger } from "./storm-ledger.ts";

const at = "2026-01-01T00:00:00.000Z";
const [room, user] = ["rom_1" as RoomId, "usr_1" as UserId];

function created(seq: number, text = `text ${seq}`): Event {
  const id = `msg_${seq}` as MessageId;
  const message = { id, seq, room, user, text, reactions: [], mentions: [], createdAt: at };
  return { kind: "message.created", room, seq, at, user, message };
}

const log = [1, 2, 3, 4].map((seq) => created(seq));
const texts = log.map((_, index) => `text ${index + 1}`);

function judge(told: readonly Event[], durable: readonly Event[] = log, expected: readonly string[] = texts) {
  const ledger = new StormLedger();
  ledger.take("whole", log);
  ledger.take("client", told);
  ledger.compare(durable);
  return [...ledger.violations, ...findViolations(durable, expected)];
}

describe("the checker", () => {
  it("finds nothing in what is whole", () => {
    expect(judge(log)).toEqual([]);
  });

  const [first, second, third, fourth] = log as [Event, Event, Event, Event];
  it.each<[string, readonly Event[]]>([
    ["an event that was lost", [first, second, fourth]],
    ["the last event lost", [first, second, third]],
    ["an event told twice", [first, second, second, third, fourth]],
    ["two events in another order", [first, third, second, fourth]],
    ["an event that was another one", [first, created(2, "forged"), third, fourth]],
    ["one event more than there are", [...log, created(5)]],
  ])("finds %s", (_, told) => {
    expect(judge(told)).not.toEqual([]);
  });

  it("finds a text that the durable log lost, doubled, or numbered with a gap", () => {
    expect(judge(log, log, [...texts, "never kept"])).not.toEqual([]);
    const doubled = [...log, created(5, "text 4")];
    expect(findViolations(doubled, texts)).not.toEqual([]);
    expect(findViolations([first, second, fourth], [])).not.toEqual([]);
  });

  it("finds a reaction that was added twice in a row, or taken back without being there", () => {
    const reaction = (seq: number, kind: "reaction.added" | "reaction.removed"): Event => ({
      kind,
      room,
      seq,
      at,
      user,
      messageId: first.kind === "message.created" ? first.message.id : ("" as MessageId),
      emoji: "👍",
    });
    const with5 = [...log, reaction(5, "reaction.added")];
    expect(findViolations(with5, texts)).toEqual([]);
    expect(findViolations([...with5, reaction(6, "reaction.added")], texts)).not.toEqual([]);
    expect(findViolations([...log, reaction(5, "reaction.removed")], texts)).not.toEqual([]);
  });
});
