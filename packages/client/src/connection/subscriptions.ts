import type { Ping, RoomId, Subscribe } from "@parley/protocol";
import type { limits } from "@parley/protocol/limits";
import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { asParleyError } from "../parley-error.ts";
import type { RoomRegistry } from "../room/room-registry.ts";
import type { Link } from "./link.ts";

export interface SubscriptionsDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly rooms: RoomRegistry;
}

export interface Subscriptions {
  /** Subscribes a link to every followed room that it was not asked for yet; pings when there is none. */
  greet(link: Link): void;
  /** The same without the ping: rooms were added, or a link took over. Answers how many were asked for. */
  complete(link: Link): number;
  /** Subscribes a link anew to rooms that it turned out not to deliver. */
  again(link: Link, rooms: readonly RoomId[]): void;
  leave(link: Link, rooms: readonly RoomId[]): void;
  /** The next ping: it asks for the heads of a hundred rooms, taking turns when there are more. */
  pingFrame(): Ping;
}

const roomsPerFrameMax: typeof limits.roomsPerFrameMax = 100;
const retryBaseMs = 1_000;
const retryCapMs = 15_000;

/** Tells links which rooms to deliver, each from its last seq, again until the service has answered. */
export function createSubscriptions(deps: SubscriptionsDeps): Subscriptions {
  const { rooms, newId } = deps;
  const asked = new WeakMap<Link, Set<RoomId>>();
  let pingTurn = 0;

  async function subscribe(link: Link, ids: readonly RoomId[], attempt: number): Promise<void> {
    const wanted = ids.filter((id) => rooms.get(id) !== undefined);
    if (wanted.length === 0 || link.isEnded()) return;
    const frame: Subscribe = {
      action: "subscribe",
      id: newId(),
      rooms: Object.fromEntries(wanted.map((id) => [id, rooms.get(id)?.feed.appliedSeq ?? null])),
    };
    try {
      const answer = await link.ask(frame);
      if (answer.type === "subscribed") rooms.onSubscribed(answer);
    } catch (thrown) {
      if (link.isEnded()) return;
      const { code, retryable, retryAfterMs = 0 } = asParleyError(thrown);
      if (retryable || code === "internal") {
        const waitMs = retryAfterMs + fullJitterMs(deps.random, attempt, retryBaseMs, retryCapMs);
        deps.clock.setTimeout(() => void subscribe(link, wanted, attempt + 1), waitMs);
        return;
      }
      deps.log("warn", "a subscription was refused", { code, rooms: wanted.length });
      // A refused frame is not greeted with hello, and the link waits for it.
      link.send(pingFrame());
      // One room that the service will not have must not keep the others away: each is asked for alone.
      for (const id of wanted) {
        if (wanted.length === 1) rooms.deny(id);
        else void subscribe(link, [id], 0);
      }
    }
  }

  function complete(link: Link): number {
    const known = asked.get(link) ?? new Set<RoomId>();
    asked.set(link, known);
    const missing = rooms.ids().filter((id) => !known.has(id));
    for (const id of missing) known.add(id);
    for (const part of hundreds(missing)) void subscribe(link, part, 0);
    return missing.length;
  }

  const pingFrame = (): Ping => {
    const parts = hundreds(rooms.ids());
    const part = parts[pingTurn % Math.max(1, parts.length)] ?? [];
    pingTurn += 1;
    return { action: "ping", id: newId(), rooms: part.length > 0 ? part : undefined };
  };

  return {
    greet: (link) => {
      if (complete(link) === 0) link.send(pingFrame());
    },
    complete,
    again: (link, ids) => void subscribe(link, ids, 0),
    leave: (link, left) => {
      for (const id of left) asked.get(link)?.delete(id);
      for (const part of hundreds(left)) link.send({ action: "unsubscribe", id: newId(), rooms: part });
    },
    pingFrame,
  };
}

function hundreds<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += roomsPerFrameMax) {
    parts.push(all.slice(at, at + roomsPerFrameMax));
  }
  return parts;
}
