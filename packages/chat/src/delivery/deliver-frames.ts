import type { RoomId } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import { type ForgetDeps, forgetConnection } from "../connection/forget-connection.ts";
import type { Recipient } from "../message/room-log.ts";
import type { DeliveryMeter, DeliveryOutcome } from "./delivery-meter.ts";
import type { Gateway, PostOutcome } from "./gateway.ts";
import type { SlowSockets } from "./slow-sockets.ts";

export interface DeliverDeps extends ForgetDeps {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly random: () => number;
  readonly meter: DeliveryMeter;
  readonly slow: SlowSockets;
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
  /** Told to the meter when all is done: a post is cheap, and so is to count it to be. */
  readonly outcomes: Map<DeliveryOutcome, number>;
}

/**
 * Posts frames to every recipient: in order to each, many at once.
 *
 * Never throws for a recipient's sake: who is gone is forgotten, and who cannot be reached after a few
 * tries is left to gap repair, since every client can fetch what it missed. Where most others were reached it is the
 * socket that is slow: it is not waited for again, and closed when that goes on.
 */
export async function deliverFrames(
  deps: DeliverDeps,
  recipients: readonly Recipient[],
  frames: readonly Uint8Array[],
  { room, endsAtMs = Infinity }: DeliverOptions = {},
): Promise<void> {
  const nowMs = deps.clock.now();
  const delivery: Delivery = {
    frames,
    room,
    patientUntilMs: Math.min(nowMs + patienceMs, endsAtMs),
    endsAtMs: Math.min(nowMs + deliveryTimeMaxMs, endsAtMs),
    outcomes: new Map(),
  };
  const queue = recipients.values();
  const stuck: Recipient[] = [];
  let reached = 0;
  const work = async () => {
    for (const recipient of queue) {
      const outcome = await deliverToOne(deps, recipient, delivery);
      if (outcome === "delivered") reached += 1;
      if (outcome === "busy") stuck.push(recipient);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrencyMax, recipients.length) }, work));
  for (const [outcome, posts] of delivery.outcomes) deps.meter.count(outcome, posts);
  if (reached > stuck.length) await noteSlowness(deps, stuck);
}

/** Answers how the last of the frames ended that was tried. */
async function deliverToOne(
  deps: DeliverDeps,
  recipient: Recipient,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  let outcome: DeliveryOutcome = "delivered";
  for (const frame of delivery.frames) {
    const late = deps.clock.now() > delivery.endsAtMs;
    outcome = late ? "late" : await postPersistently(deps, recipient.connectionId, frame, delivery);
    delivery.outcomes.set(outcome, (delivery.outcomes.get(outcome) ?? 0) + 1);
    if (outcome === "gone") await dropRecipient(deps, recipient, delivery.room);
    if (outcome !== "delivered") return outcome;
  }
  deps.slow.tookAFrame(recipient.connectionId);
  return outcome;
}

async function noteSlowness(deps: DeliverDeps, stuck: readonly Recipient[]): Promise<void> {
  const nowMs = deps.clock.now();
  const hopeless = stuck.filter(({ connectionId }) => deps.slow.tookNothing(connectionId, nowMs));
  await Promise.all(hopeless.map(({ connectionId }) => deps.gateway.close(connectionId)));
}

async function postPersistently(
  deps: DeliverDeps,
  connectionId: string,
  frame: Uint8Array,
  { patientUntilMs }: Delivery,
): Promise<PostOutcome> {
  const triesMax = deps.slow.isSlow(connectionId, deps.clock.now()) ? 1 : attemptsMax;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await deps.gateway.post(connectionId, frame);
    if (outcome !== "busy" || attempt === triesMax) return outcome;
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
