import type { AppendInput, AppendOutcome, DroppedEntry } from "@parley/chat/message/room-log";
import type { RoomId } from "@parley/protocol";
import { noCallFaults } from "./fault-plan.ts";
import { ModelClient } from "./model-client.ts";
import { hotSettings } from "./settings.ts";
import { MemoryEventStore } from "./stores/memory-event-store.ts";
import type { HotEntry, HotRoom } from "./stores/memory-redis.ts";
import { MemoryRoomLog } from "./stores/memory-room-log.ts";
import type { Parts } from "./world.ts";

/** Moves the watermark when a batch is handed out, before anything of it is durable. */
class HastyRoomLog extends MemoryRoomLog {
  override async append(input: AppendInput): Promise<AppendOutcome> {
    const outcome = await super.append(input);
    const room = this.redis.rooms.get(input.room);
    const last = "batch" in outcome ? outcome.batch?.entries.at(-1) : undefined;
    if (room !== undefined && last !== undefined) room.mark = last.seq;
    return outcome;
  }
}

/** Lets everybody settle, whoever holds the lease. */
class LawlessRoomLog extends MemoryRoomLog {
  protected override leads(): boolean {
    return true;
  }
}

/** Believes that what stands under a seq is what was committed under it. */
class CredulousRoomLog extends MemoryRoomLog {
  protected override holds(): boolean {
    return true;
  }
}

/** Carries everything over behind a healed log, whatever came before it there. */
class LenientRoomLog extends MemoryRoomLog {
  protected override judge(room: HotRoom, { key }: HotEntry): DroppedEntry["reason"] | undefined {
    return room.seen.has(key) ? "repeated" : undefined;
  }
}

/** Says of everybody that they still listen. */
class IndifferentRoomLog extends MemoryRoomLog {
  override async stillListening(_: RoomId, connectionIds: readonly string[]): Promise<string[]> {
    return [...connectionIds];
  }
}

/** Does not hold clients' ids unique. */
class ForgetfulEventStore extends MemoryEventStore {
  protected override standingSeq(): undefined {
    return undefined;
  }
}

/** Writes a batch wherever it says that it belongs. */
class UnfencedEventStore extends MemoryEventStore {
  protected override continues(): boolean {
    return true;
  }
}

/** Waits for what is missing to come by itself. */
class PatientClient extends ModelClient {
  protected override async repair(): Promise<void> {
    // That is the fault.
  }
}

const commitDelayMs = 40;

/** Faults of the kinds that the design is there to exclude: the simulation must find each of them. */
export const plantedFaults: Readonly<Record<string, Partial<Parts>>> = {
  "commit after delivery": {
    wrap: (ports, scheduler) => {
      const commit: typeof ports.events.commit = async (room, entries) => {
        scheduler.after(commitDelayMs, () => void ports.events.commit(room, entries));
        return { kind: "committed" };
      };
      const events = new Proxy(ports.events, {
        get: (target, name) =>
          name === "commit" ? commit : (Reflect.get(target, name) as () => void).bind(target),
      });
      return { ...ports, events };
    },
  },
  "watermark moved first": { log: (redis) => new HastyRoomLog(redis, hotSettings) },
  // What a lease is for shows where drainers are slow while people are taken out.
  "lease not checked": {
    log: (redis) => new LawlessRoomLog(redis, hotSettings),
    faults: (drawn) => ({ ...drawn, calls: { ...noCallFaults, slow: 0.06 }, removals: 6 }),
  },
  "histories not told apart": {
    log: (redis) => new CredulousRoomLog(redis, hotSettings),
    faults: (drawn) => ({ ...drawn, redisStale: 5 }),
  },
  "healed events not judged": {
    log: (redis) => new LenientRoomLog(redis, hotSettings),
    faults: (drawn) => ({ ...drawn, redisStale: 5, removals: 6 }),
  },
  "id not remembered": { events: (now) => new ForgetfulEventStore(now) },
  "log not fenced": {
    events: (now) => new UnfencedEventStore(now),
    faults: (drawn) => ({ ...drawn, redisStale: 5 }),
  },
  "shards posted unasked": {
    log: (redis) => new IndifferentRoomLog(redis, hotSettings),
    recipientsAbove: () => 0,
    faults: (drawn) => ({ ...drawn, calls: { ...noCallFaults, slow: 0.2 }, removals: 12 }),
  },
  "gap not repaired": { client: (...args) => new PatientClient(...args) },
};
