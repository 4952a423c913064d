import { setTimeout as pause } from "node:timers/promises";
import type { Chat } from "../../chat.ts";
import type { RoomTimeline } from "../../room/timeline.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { deliver } from "../deliver.ts";
import { findRoom } from "../find-room.ts";
import { openSession } from "../open-session.ts";
import { plainJson } from "../output/plain-text.ts";
import type { CommandInput } from "../run.ts";
import type { Surroundings } from "../surroundings.ts";

/** Beyond this many unsent messages the demo waits for the throttle, rather than fill the outbox. */
const queuedMax = 20;
/** Longest silence of a service, or wait for the throttle, that a demo sits out. */
const patienceMs = 120_000;
const lookEveryMs = 50;

/** Francisco and Bernardo on the platform (Shakespeare, Hamlet I.1). */
const script = [
  "Who's there?",
  "Nay, answer me: stand, and unfold yourself.",
  "Long live the king!",
  "Bernardo?",
  "He.",
  "You come most carefully upon your hour.",
  "'Tis now struck twelve; get thee to bed, Francisco.",
  "For this relief much thanks: 'tis bitter cold, and I am sick at heart.",
  "Have you had quiet guard?",
  "Not a mouse stirring.",
];

/** Sends messages at a rate, as a person with a token would, and tells how long each took to be seen. */
export async function runDemo(
  { env, stdout, interrupted }: Surroundings,
  { command, url, json }: CommandInput<"demo">,
): Promise<void> {
  const { chat, end } = await openSession({ env }, url);
  try {
    const room = await findRoom(chat, command.room);
    const timeline = chat.open(room.id);
    chat.connect();
    const tookMs = await play({ chat, timeline, interrupted }, command);
    const told = { sent: tookMs.length, p50Ms: quantile(tookMs, 0.5), p95Ms: quantile(tookMs, 0.95) };
    stdout.write(
      json
        ? `${plainJson(told)}\n`
        : `${told.sent} messages were seen in the room: half of them within ${told.p50Ms} ms, 95 % within ${told.p95Ms} ms.\n`,
    );
  } finally {
    await end();
  }
}

interface Stage {
  readonly chat: Chat;
  readonly timeline: RoomTimeline;
  readonly interrupted: AbortSignal;
}

/** Answers how long each message took from the person's hand to the room, the throttle's wait included. */
async function play(
  { chat, timeline, interrupted }: Stage,
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const tookMs: number[] = [];
  const note = () => {
    const waiting = new Set(timeline.getSnapshot().pending.map(({ id }) => id));
    for (const [id, at] of sentAt) {
      if (waiting.has(id)) continue;
      tookMs.push(Math.round(performance.now() - at));
      sentAt.delete(id);
    }
  };
  const stop = timeline.subscribe(note);
  try {
    const startedAt = performance.now();
    for (let sent = 0; sent < count && !interrupted.aborted; sent += 1) {
      await until(startedAt + (sent * 1_000) / perSecond, interrupted);
      const giveUpAt = performance.now() + patienceMs;
      while (timeline.getSnapshot().throttle.queued >= queuedMax && !interrupted.aborted) {
        if (performance.now() > giveUpAt)
          throw new CommandFailure(exitCodes.unanswered, "The service is silent.");
        await until(performance.now() + lookEveryMs, interrupted);
      }
      const at = performance.now();
      sentAt.set(await chat.send(timeline.room, script[sent % script.length] ?? ""), at);
    }
    await deliver({ chat, timeline, interrupted }, { ids: new Set(sentAt.keys()), waitMs: patienceMs });
    note();
    return tookMs.toSorted((a, b) => a - b);
  } finally {
    stop();
  }
}

async function until(at: number, signal: AbortSignal): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => undefined);
}

function quantile(ascending: readonly number[], part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? 0;
}
