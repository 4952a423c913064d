import type { Random } from "../../simulation/random.ts";
import type { FrameSender } from "../../testing/frame-event.ts";

/** Fewer than the refusals after which a connection is cut off, and nothing of it looked at any more. */
const framesPerVisit = 15;

export interface VisitDeps {
  readonly random: Random;
  /** Those who come, each time over a connection of its own. */
  readonly senders: readonly FrameSender[];
  readonly leave: (sender: FrameSender) => Promise<void>;
}

/** Who sends the next frame: somebody for a while, who then leaves as clients do, and then somebody else. */
export function createVisits({ random, senders, leave }: VisitDeps): () => Promise<FrameSender> {
  let sender: FrameSender | undefined;
  let sent = 0;
  return async () => {
    if (sender !== undefined && sent === framesPerVisit) {
      await leave(sender);
      sender = undefined;
    }
    if (sender === undefined) {
      sender = { ...random.pick(senders), connectionId: `fuzz-${random.below(2 ** 31)}` };
      sent = 0;
    }
    sent += 1;
    return sender;
  };
}
