import type { ConnectionState } from "../../connection/connection-state.ts";
import type { PendingMessage } from "../../outbox/pending-message.ts";
import type { ThrottleSnapshot } from "../../outbox/throttle-snapshot.ts";
import type { TimelineSnapshot } from "../../room/timeline.ts";

/** Seconds until a time, as a countdown shows them: 1 until it is over, never 0 or less. */
function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1_000));
}

/** What the connection is doing; undefined when there is nothing to say. */
export function connectionText(state: ConnectionState, now: number): string | undefined {
  switch (state.status) {
    case "online":
      return undefined;
    case "connecting":
      return "Connecting";
    case "reconnecting":
      return state.retryAt === undefined
        ? "Reconnecting"
        : `Reconnecting in ${secondsUntil(state.retryAt, now)} s`;
    case "offline":
      return "No network";
    case "paused":
    case "idle":
      return "Not connected";
    case "signed_out":
      return "Your session is over: sign in again";
  }
}

/** What is wrong with the room's window; undefined when nothing is. */
export function windowText({
  status,
  error,
}: Pick<TimelineSnapshot, "status" | "error">): string | undefined {
  if (status === "denied") return "The room is gone, or you are not in it any more: /quit";
  return status === "failed" ? `The history could not be loaded: ${error?.message ?? ""}` : undefined;
}

/** What a message of one's own waits for. */
export function pendingText({ state }: PendingMessage, now: number): string {
  switch (state.kind) {
    case "sending":
      return "sending";
    case "waiting":
      return "waiting to send";
    case "limited":
      return `goes out in ${secondsUntil(state.until, now)} s`;
    case "failed":
      return `not sent: ${state.error.message} /retry or /discard`;
  }
}

/** The countdown beside the input; undefined when the next message goes out at once. */
export function throttleText({ availableAt }: ThrottleSnapshot, now: number): string | undefined {
  return availableAt === undefined || availableAt <= now ? undefined : `${secondsUntil(availableAt, now)} s`;
}

/** Who is writing; undefined when nobody is. */
export function typingText(names: readonly string[]): string | undefined {
  const [first, second] = names;
  if (first === undefined) return undefined;
  if (second === undefined) return `${first} is writing`;
  return names.length === 2 ? `${first} and ${second} are writing` : `${names.length} people are writing`;
}
