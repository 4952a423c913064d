import type { Clock } from "../clock.ts";
import { type ForgetDeps, forgetConnection } from "../connection/forget-connection.ts";
import type { Recipient } from "../message/room-log.ts";
import type { DeliveryMeter } from "./delivery-meter.ts";
import type { Gateway, PostOutcome } from "./gateway.ts";

export interface DeliverDeps extends ForgetDeps {
  readonly gateway: Gateway;
  readonly clock: Pick<Clock, "sleep">;
  readonly random: () => number;
  readonly meter: DeliveryMeter;
}

/** Posts under way at once from one Lambda. */
const concurrencyMax = 64;
const attemptsMax = 4;
const retryDelayMs = 40;

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
): Promise<void> {
  const queue = recipients.values();
  const work = async () => {
    for (const recipient of queue) await deliverToOne(deps, recipient, frames);
  };
  await Promise.all(Array.from({ length: Math.min(concurrencyMax, recipients.length) }, work));
}

async function deliverToOne(
  deps: DeliverDeps,
  recipient: Recipient,
  frames: readonly Uint8Array[],
): Promise<void> {
  for (const frame of frames) {
    const outcome = await postPersistently(deps, recipient.connectionId, frame);
    deps.meter.count(outcome);
    if (outcome === "gone") await forgetConnection(deps, recipient.connectionId).catch(() => undefined);
    if (outcome !== "delivered") return;
  }
}

async function postPersistently(
  deps: DeliverDeps,
  connectionId: string,
  frame: Uint8Array,
): Promise<PostOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await deps.gateway.post(connectionId, frame);
    if (outcome !== "busy" || attempt === attemptsMax) return outcome;
    await deps.clock.sleep(retryDelayMs * 2 ** attempt * deps.random());
  }
}
