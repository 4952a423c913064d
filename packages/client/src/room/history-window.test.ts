import type { Event, Message, MessagesAnswer, UserId } from "@parley/protocol";
import { foldMessages } from "@parley/protocol/fold";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { drawRoom } from "../testing/fake-events.ts";
import { FakeRoom } from "../testing/fake-log.ts";
import { createHistoryWindow, type HistoryWindow, windowRowsMax } from "./history-window.ts";

const viewer = "usr_me" as UserId;
const windowOf = () => createHistoryWindow({ viewer: () => viewer });

const plain = (window: HistoryWindow): Message[] =>
  window.rows.toArray().map(({ key: _key, ...message }) => message);

/** The messages as the service folds them as of a seq. */
function pageAt(room: FakeRoom, asOfSeq: number, from: number, to: number): MessagesAnswer {
  const all = foldMessages(room.events.slice(0, asOfSeq), viewer);
  return {
    messages: all.slice(from, to),
    asOfSeq,
    hasBefore: from > 0,
    hasAfter: to < all.length,
  };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const draws = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 80 });

test("whether a page is older or newer than what was applied, each event counts once in it", () => {
  fc.assert(
    fc.property(draws, share, share, share, (given, asOf, applied, from) => {
      const room = drawRoom(given);
      const asOfSeq = Math.max(1, Math.floor(asOf * room.headSeq));
      const appliedSeq = Math.floor(applied * room.headSeq);
      const whole = foldMessages(room.events.slice(0, asOfSeq), viewer).length;
      const page = pageAt(room, asOfSeq, Math.floor(from * whole), whole);
      const window = windowOf();
      window.replace({ page, later: room.events.slice(asOfSeq, appliedSeq) });
      for (const event of room.events.slice(appliedSeq)) window.apply(event);
      const all = room.messages("usr_me");
      expect(plain(window)).toEqual(all.slice(Math.floor(from * whole)));
    }),
  );
});

test("pages before and after join on, whatever was applied between them", () => {
  fc.assert(
    fc.property(draws, share, share, share, share, (given, a, b, c, middle) => {
      const room = drawRoom(given);
      const times = [a, b, c]
        .map((one) => Math.max(1, Math.floor(one * room.headSeq)))
        .toSorted((x, y) => x - y);
      const [first = 1, second = 1, third = 1] = times;
      const window = windowOf();
      let applied = first;
      const applyTo = (seq: number) => {
        for (const event of room.events.slice(applied, seq)) window.apply(event);
        applied = Math.max(applied, seq);
      };
      const count = foldMessages(room.events.slice(0, first), viewer).length;
      const at = Math.min(count - 1, Math.floor(middle * count));
      window.replace({ page: pageAt(room, first, at, at + 1), later: [] });
      applyTo(second);
      // The older page was made before what has been applied, the newer one after it.
      window.prepend({ page: pageAt(room, first, 0, at), later: room.events.slice(first, applied) });
      window.append({ page: pageAt(room, third, at + 1, Number.POSITIVE_INFINITY), later: [] });
      applyTo(room.headSeq);
      expect(plain(window)).toEqual(room.messages("usr_me"));
      expect([window.hasBefore, window.hasAfter]).toEqual([false, false]);
    }),
  );
});

test("a window that does not reach the newest message ignores new ones and takes changes", () => {
  const room = drawRoom([0.1, 0.1, 0.1]);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq, 0, 2), later: [] });
  room.post("usr_else", "new", "x", 1);
  room.edit("usr_else", 1, "changed", 2);
  room.edit("usr_else", 3, "not in the window", 2);
  const changes = room.events.slice(-3).map((event) => {
    const before = window.rows;
    window.apply(event);
    return window.rows !== before;
  });
  expect(changes).toEqual([false, true, false]);
  expect(plain(window).map((message) => message.text)).toEqual(["changed", "text 0"]);
});

test("rows that an event does not concern keep their reference", () => {
  const room = drawRoom([0.1, 0.1, 0.1]);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq, 0, 10), later: [] });
  const before = window.rows.toArray();
  room.react("usr_me", 2, "👍", 1);
  for (const event of room.events.slice(-1)) window.apply(event);
  const after = window.rows.toArray();
  expect(after.map((message, at) => message === before[at])).toEqual([true, false, true, true]);
  expect(after[1]?.reactions).toEqual([{ emoji: "👍", count: 1, mine: true }]);
});

test("a list that was given out keeps what it held, and is the same one until something changes", () => {
  const room = drawRoom([0.1, 0.1, 0.1]);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq, 0, 10), later: [] });
  const before = window.rows;
  const held = before.toArray();
  expect(window.rows).toBe(before);
  room.edit("usr_else", 1, "changed", 1);
  room.post("usr_else", "new", "x", 1);
  for (const event of room.events.slice(-2)) window.apply(event);
  expect([before.length, before.toArray()]).toEqual([held.length, held]);
  expect([window.rows.length, window.rows.at(0)?.text]).toEqual([held.length + 1, "changed"]);
  expect([window.rows.at(-1)?.text, window.rows.at(-99)]).toEqual(["new", undefined]);
});

test("a message is found by its seq, or by the next one, and by its id", () => {
  const room = drawRoom([0.1, 0.1, 0.1]);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq, 1, 10), later: [] });
  const { rows } = window;
  const all = rows.toArray();
  for (let seq = 0; seq <= room.headSeq + 1; seq += 1) {
    const expected = all.findIndex((message) => message.seq >= seq);
    expect(rows.indexOfSeq(seq)).toBe(expected < 0 ? rows.length : expected);
  }
  expect(all.map(({ id }) => rows.indexOfId(id))).toEqual([...rows].map((_, at) => at));
  expect(rows.indexOfId("msg_none")).toBe(-1);
});

test("an older page without anything older ends the way back", () => {
  const room = drawRoom([0.1]);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq, 0, 10), later: [] });
  window.prepend({
    page: { messages: [], asOfSeq: room.headSeq, hasBefore: true, hasAfter: true },
    later: [],
  });
  expect(window.hasBefore).toBe(false);
});

test("a window that grows over its bound lets go of the other side and says so", () => {
  const room = new FakeRoom("rom_1");
  for (let seq = 1; seq <= windowRowsMax + 60; seq += 1) room.post("usr_else", "x", `c${seq}`, seq);
  const window = windowOf();
  window.replace({ page: pageAt(room, room.headSeq - 10, 50, windowRowsMax + 50), later: [] });
  expect([window.rows.length, window.rows.at(0)?.seq]).toEqual([windowRowsMax, 51]);
  for (const event of room.events.slice(-10)) window.apply(event);
  expect([window.hasBefore, window.hasAfter]).toEqual([true, false]);
  expect([window.rows.length, window.rows.at(-1)?.seq]).toEqual([windowRowsMax, room.headSeq]);
  room.edit("usr_else", 51, "let go of", 1);
  const before = window.rows;
  window.apply(room.events.slice(-1)[0] as Event);
  expect(window.rows).toBe(before);

  const first = window.rows.at(0)?.seq ?? 0;
  window.prepend({ page: pageAt(room, room.headSeq, 0, first - 1), later: [] });
  expect([window.hasBefore, window.hasAfter]).toEqual([false, true]);
  expect([window.rows.length, window.rows.at(0)?.seq]).toEqual([windowRowsMax, 1]);
});
