import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryTracker } from "../load/delivery-tracker.ts";
import type { ParleyPeer } from "../servers/parley-peer.ts";
import { payloadBytes } from "./payload.ts";

const inFlightMax = 50;

/** A fresh room with `count` messages, all of them durable. */
export async function fillRoom(peer: ParleyPeer, count: number) {
  const tracker = new DeliveryTracker();
  const members = await peer.join(1, (payload) => tracker.take(payload));
  while (tracker.deliveries < count) {
    while (tracker.sent < count && tracker.sent - tracker.deliveries < inFlightMax)
      members[0]?.send(tracker.newText(payloadBytes));
    await sleep(2);
  }
  const room = peer.room?.id;
  if (room === undefined) throw new Error("There is no room.");
  return { room, members };
}
