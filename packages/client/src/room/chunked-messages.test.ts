import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ChunkedMessages } from "./chunked-messages.ts";
import type { TimelineMessage } from "./timeline.ts";

const row = (seq: number, text = "") => ({ id: `msg_${seq}`, seq, text }) as TimelineMessage;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => row(from + at));

const step = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), count: fc.integer({ min: 0, max: 150 }) }),
  fc.record({ kind: fc.constant("prepend" as const), count: fc.integer({ min: 0, max: 150 }) }),
  fc.record({ kind: fc.constant("replace" as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  fc.record({ kind: fc.constant("trim" as const), start: fc.boolean() }),
);

test("it is an array in all that is asked of it, and no step changes an earlier list", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let list = ChunkedMessages.empty;
      let model: TimelineMessage[] = [];
      const earlier: [ChunkedMessages, TimelineMessage[]][] = [];
      let first = 100_000;
      let last = 100_000;
      let most = 0;
      for (const [turn, one] of steps.entries()) {
        earlier.push([list, model]);
        if (one.kind === "append") {
          const rows = range(last, last + one.count);
          last += one.count;
          list = list.append(rows);
          model = model.concat(rows);
        } else if (one.kind === "prepend") {
          const rows = range(first - one.count, first);
          first -= one.count;
          list = list.prepend(rows);
          model = rows.concat(model);
        } else if (one.kind === "replace") {
          const at = Math.floor(one.at * model.length);
          const changed = row(model[at]?.seq ?? 0, `turn ${turn}`);
          list = list.replaceAt(at, changed);
          if (at < model.length) model = model.with(at, changed);
        } else {
          list = one.start ? list.withoutStart() : list.withoutEnd();
          const gone = model.length - list.length;
          most = Math.max(most, gone);
          model = one.start ? model.slice(gone) : model.slice(0, model.length - gone);
        }
        expect(list.toArray()).toEqual(model);
      }
      expect(list.length).toBe(model.length);
      expect(most).toBeLessThanOrEqual(64);
      expect([...list]).toEqual(model);
      for (const at of [0, 1, 63, 64, 65, model.length - 1, model.length, -1, -model.length, -1_000]) {
        expect(list.at(at)).toBe(model.at(at));
      }
      for (const seq of [first - 1, first, first + 64, last - 1, last + 1]) {
        const expected = model.findIndex((message) => message.seq >= seq);
        expect(list.indexOfSeq(seq)).toBe(expected < 0 ? model.length : expected);
      }
      for (const [old, was] of earlier) expect(old.toArray()).toEqual(was);
    }),
  );
});

test("a change in a window of 10,000 copies a small part of it", () => {
  const list = ChunkedMessages.empty.append(range(0, 10_000));
  const changed = list.replaceAt(5_000, row(5_000, "new")).append([row(10_000)]);
  const before = list.toArray();
  const same = changed.toArray().filter((message, at) => message === before[at]);
  expect(same.length).toBe(9_999);
  const startedAt = performance.now();
  let grown = list;
  for (let seq = 10_000; seq < 12_000; seq += 1) grown = grown.append([row(seq)]);
  // 2,000 copies of 10,000 references would take far longer than 2,000 of about 200.
  expect(performance.now() - startedAt).toBeLessThan(250);
  expect(grown.length).toBe(12_000);
});
