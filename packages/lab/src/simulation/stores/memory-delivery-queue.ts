import type { DeliveryQueue, DeliveryShard } from "@parley/chat/delivery/delivery-queue";
import { readDeliveryShard, writeShard } from "@parley/stores/sqs/sqs-delivery-queue";
import { queues } from "@parley/topology";
import type { Random } from "../random.ts";
import type { Scheduler } from "../scheduler.ts";

export interface MemoryDeliveryQueueDeps {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Hands a shard to its consumer; false when that failed or ended before it was done. */
  readonly consume: (shard: DeliveryShard) => Promise<boolean>;
  /** How often a message is handed out twice, as after a removal that was lost. */
  readonly doubled: () => number;
}

interface Message {
  readonly body: string;
  receives: number;
}

const { visibilityTimeoutMs, receivesMax } = queues.deliveries;
const dedupeMs = 5 * 60_000;
const travelMaxMs = 60;

/**
 * The FIFO queue: what is pushed twice within five minutes is taken once; a group's messages are handed out
 * in order, one at a time, and one that failed holds up its group until it is visible again, or dead.
 */
export class MemoryDeliveryQueue implements DeliveryQueue {
  readonly #deps: MemoryDeliveryQueueDeps;
  readonly #groups = new Map<string, Message[]>();
  readonly #takenAtMs = new Map<string, number>();
  /** Messages that are given up: their recipients fill the gap. */
  dead = 0;

  constructor(deps: MemoryDeliveryQueueDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  async push(shards: readonly DeliveryShard[]): Promise<void> {
    const { nowMs } = this.#deps.scheduler;
    for (const shard of shards) {
      for (const body of writeShard(shard)) {
        if (nowMs - (this.#takenAtMs.get(body) ?? -Infinity) < dedupeMs) continue;
        this.#takenAtMs.set(body, nowMs);
        this.#add(`${shard.room}.${shard.shard}`, { body, receives: 0 });
      }
    }
  }

  #add(group: string, message: Message): void {
    const waiting = this.#groups.get(group);
    if (waiting !== undefined) {
      waiting.push(message);
      return;
    }
    this.#groups.set(group, [message]);
    this.#later(group);
  }

  #later(group: string): void {
    const { scheduler, random } = this.#deps;
    scheduler.after(random.between(1, travelMaxMs), () => void this.#handOut(group));
  }

  async #handOut(group: string): Promise<void> {
    const { scheduler, random, consume, doubled } = this.#deps;
    const waiting = this.#groups.get(group) ?? [];
    const [message] = waiting;
    if (message === undefined) return;
    message.receives += 1;
    const shard = readDeliveryShard(message.body);
    const again = random.chance(doubled());
    const done = await consume(shard);
    if (done && again) void consume(shard);
    if (!done && message.receives < receivesMax) {
      scheduler.after(visibilityTimeoutMs, () => void this.#handOut(group));
      return;
    }
    if (!done) this.dead += 1;
    waiting.shift();
    if (waiting.length === 0) this.#groups.delete(group);
    else this.#later(group);
  }
}
