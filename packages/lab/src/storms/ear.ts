import type { ServerFrame } from "@parley/protocol";
import { eventsOf } from "../testing/events-of.ts";

/** Which of the numbered messages of a storm one socket was told of. */
export class Ear {
  /** Number to seq. */
  readonly heard = new Map<number, number>();

  take(payload: Buffer): void {
    const frame = JSON.parse(payload.toString("utf8")) as ServerFrame;
    for (const event of eventsOf(frame)) {
      if (event.kind !== "message.created") continue;
      const [, number] = /^@@(\d+);/.exec(event.message.text) ?? [];
      if (number !== undefined) this.heard.set(Number(number), event.seq);
    }
  }
}
