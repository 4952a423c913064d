import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { EventStore } from "@parley/chat/message/event-store";
import { metrics as names } from "@parley/topology";

/** The same store, with the time of each commit published: what a message waits for before it is seen. */
export function measureCommits(store: EventStore, metrics: Pick<Metrics, "addMetric">): EventStore {
  return {
    commit: async (room, entries) => {
      const startedMs = performance.now();
      try {
        return await store.commit(room, entries);
      } finally {
        metrics.addMetric(names.commitMs, MetricUnit.Milliseconds, performance.now() - startedMs);
      }
    },
    loadRoom: (room, entriesMax) => store.loadRoom(room, entriesMax),
    readAfter: (room, after, limit) => store.readAfter(room, after, limit),
    readHeads: (rooms) => store.readHeads(rooms),
    findMembership: (room, user) => store.findMembership(room, user),
    findTarget: (input) => store.findTarget(input),
  };
}
