import type { Event } from "@parley/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { plainEvents } from "../testing/fake-events.ts";
import { createRoomFeed, heldEventsMax } from "./room-feed.ts";

function feedOf(beginAfter?: number) {
  const applied: number[] = [];
  const feed = createRoomFeed((events) => applied.push(...events.map((event) => event.seq)), beginAfter);
  return { feed, applied };
}

const events = plainEvents(30);
const only = (...seqs: number[]): Event[] => events.filter((event) => seqs.includes(event.seq));

test("whatever the order and however often they come, events are applied by seq and once", () => {
  const frames = fc.array(fc.subarray(events, { minLength: 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(frames, (given) => {
      const { feed, applied } = feedOf(0);
      for (const frame of given) feed.receive(frame);
      feed.receive(events);
      expect(applied).toEqual(events.map((event) => event.seq));
    }),
  );
});

test("an event that comes early is held, and the feed knows that it is behind", () => {
  const { feed, applied } = feedOf(0);
  feed.receive(only(2, 3));
  expect(applied).toEqual([]);
  expect(feed.isBehind()).toBe(true);
  feed.receive(only(1));
  expect(applied).toEqual([1, 2, 3]);
  expect(feed.isBehind()).toBe(false);
});

test("a head that was heard of makes a gap without any event", () => {
  const { feed } = feedOf(3);
  feed.hear(3);
  expect(feed.isBehind()).toBe(false);
  feed.hear(4);
  expect(feed.isBehind()).toBe(true);
  feed.settle();
  expect(feed.isBehind()).toBe(false);
});

test("events before the beginning is known are held, and those it includes are dropped", () => {
  const { feed, applied } = feedOf();
  feed.receive(only(4, 5, 6));
  feed.begin(5);
  expect(applied).toEqual([6]);
  feed.begin(2);
  expect(feed.appliedSeq).toBe(6);
});

test("held events are bounded, and the next one in order is taken even when the hold is full", () => {
  const many = plainEvents(heldEventsMax + 10);
  const { feed, applied } = feedOf(0);
  feed.receive(many.slice(1));
  expect(applied).toEqual([]);
  feed.receive(many.slice(0, 1));
  expect(applied.length).toBe(heldEventsMax + 1);
  expect(feed.isBehind()).toBe(true);
});

test("recent events can be recalled exactly, and older ones are owned to be gone", () => {
  const many = plainEvents(1_000);
  const { feed } = feedOf(0);
  feed.receive(many);
  expect(feed.recall(990, 1_000)?.map((event) => event.seq)).toEqual([
    991, 992, 993, 994, 995, 996, 997, 998, 999, 1_000,
  ]);
  expect(feed.recall(1_000, 1_000)).toEqual([]);
  expect(feed.recall(1_005, 1_000)).toEqual([]);
  expect(feed.recall(10, 1_000)).toBeUndefined();
});
