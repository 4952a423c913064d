import type { RoomId } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import { type ForgetDeps, forgetConnection } from "../connection/forget-connection.ts";
import type { Recipient } from "../message/room-log.ts";
import type { DeliveryMeter } from "./delivery-meter.ts";
import type { Gateway, PostOutcome } from "./gateway.ts";

export interface DeliverDeps extends ForgetDeps {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly random: () => number;
  readonly meter: DeliveryMeter;
}

export interface DeliverOptions {
  /** The room that the recipients listen to: who is gone stops listening there, whatever else is known of them. */
  readonly room?: RoomId;
  /** When whoever posts may no longer know who is to have it; what is not posted by then is left to gap repair. */
  readonly endsAtMs?: number;
}

/** Posts under way at once from one Lambda. */
const concurrencyMax = 64;
const attemptsMax = 4;
const retryDelayMs = 40;
/** Nobody is waited for longer: one slow socket must not hold up a room. */
const patienceMs = 1_500;
/** What is not posted by then is left to gap repair. */
const deliveryTimeMaxMs = 4_000;

/** One delivery under way. */
interface Delivery {
  readonly frames: readonly Uint8Array[];
  readonly room: RoomId | undefined;
  readonly patientUntilMs: number;
  readonly endsAtMs: number;
}

/**
 * Posts frames to every recipient: in order to each, many at once.
 *
 * Never throws for a recipient's sake: who is gone is forgotten, and who cannot be reached after a few
 * tries is left to gap repair, since every client can fetch what it missed.
 */
export async function deliverFrames(
  deps: DeliverDeps,
  recipients: readonly Recipient[],
  frames: readonly Uint8Array[],
  { room, endsAtMs = Infinity }: DeliverOptions = {},
): Promise<void> {
  const nowMs = deps.clock.now();
  const delivery = {
    frames,
    room,
    patientUntilMs: Math.min(nowMs + patienceMs, endsAtMs),
    endsAtMs: Math.min(nowMs + deliveryTimeMaxMs, endsAtMs),
  };
  const queue = recipients.values();
  const work = async () => {
    for (const recipient of queue) await deliverToOne(deps, recipient, delivery);
  };
  await Promise.all(Array.from({ length: Math.min(concurrencyMax, recipients.length) }, work));
}

async function deliverToOne(deps: DeliverDeps, recipient: Recipient, delivery: Delivery): Promise<void> {
  for (const frame of delivery.frames) {
    const late = deps.clock.now() > delivery.endsAtMs;
    const outcome = late ? "late" : await postPersistently(deps, recipient.connectionId, frame, delivery);
    deps.meter.count(outcome);
    if (outcome === "gone") await dropRecipient(deps, recipient, delivery.room);
    if (outcome !== "delivered") return;
  }
}

async function postPersistently(
  deps: DeliverDeps,
  connectionId: string,
  frame: Uint8Array,
  { patientUntilMs }: Delivery,
): Promise<PostOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await deps.gateway.post(connectionId, frame);
    if (outcome !== "busy" || attempt === attemptsMax) return outcome;
    await deps.clock.sleep(retryDelayMs * 2 ** attempt * deps.random());
    if (deps.clock.now() > patientUntilMs) return outcome;
  }
}

/** A connection whose record is gone already may still listen: whoever removed it died before the rest. */
async function dropRecipient(
  deps: DeliverDeps,
  { connectionId }: Recipient,
  room: RoomId | undefined,
): Promise<void> {
  await forgetConnection(deps, connectionId).catch(() => undefined);
  if (room !== undefined) await deps.log.detach([room], connectionId).catch(() => undefined);
}
