import type { Chat } from "../chat.ts";
import type { PendingMessage } from "../outbox/pending-message.ts";
import type { RoomTimeline } from "../room/timeline.ts";
import { asFailure, CommandFailure, exitCodes } from "./command-failure.ts";

export interface DeliverDeps {
  readonly chat: Chat;
  readonly timeline: RoomTimeline;
  readonly interrupted: AbortSignal;
}

const kept = "It is kept and goes out with a later run.";

/**
 * Fulfilled when none of the messages is pending any more: the room has them.
 *
 * @throws {CommandFailure} when one was refused (it is dropped), when the time is up, the session over, or the
 * run interrupted; in these cases the messages stay in the outbox.
 */
export async function deliver(
  { chat, timeline, interrupted }: DeliverDeps,
  { ids, waitMs }: { readonly ids: ReadonlySet<string>; readonly waitMs: number },
): Promise<void> {
  const done = Promise.withResolvers<void>();
  const fail = (failure: CommandFailure) => done.reject(failure);
  const onInterrupt = () => fail(new CommandFailure(exitCodes.interrupted, `Interrupted. ${kept}`));
  const timer = setTimeout(
    () => fail(new CommandFailure(exitCodes.unanswered, `No answer yet. ${kept}`, "unavailable")),
    waitMs,
  );
  const look = () => {
    const mine = timeline.getSnapshot().pending.filter(({ id }) => ids.has(id));
    const refused = mine.map(failureOf).find((failure) => failure !== undefined);
    if (refused !== undefined) fail(refused);
    else if (mine.length === 0) done.resolve();
    else if (chat.connection.getSnapshot().status === "signed_out") {
      fail(new CommandFailure(exitCodes.signedOut, `Your session is over. ${kept}`, "unauthenticated"));
    }
  };
  const ends = [timeline.subscribe(look), chat.connection.subscribe(look)];
  interrupted.addEventListener("abort", onInterrupt);
  if (interrupted.aborted) onInterrupt();
  look();
  try {
    await done.promise;
  } finally {
    clearTimeout(timer);
    interrupted.removeEventListener("abort", onInterrupt);
    for (const end of ends) end();
    for (const message of timeline.getSnapshot().pending) {
      if (ids.has(message.id) && failureOf(message) !== undefined) await chat.discard(message.id);
    }
  }
}

function failureOf({ state }: PendingMessage): CommandFailure | undefined {
  return state.kind === "failed" ? asFailure(state.error) : undefined;
}
