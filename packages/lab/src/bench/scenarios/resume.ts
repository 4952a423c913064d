import { randomUUID } from "node:crypto";
import type { EventsAnswer, ServerFrame } from "@parley/protocol";
import type { ParleyPeer } from "../servers/parley-peer.ts";
import { quantile } from "../statistics.ts";
import { fillRoom } from "./fill-room.ts";

export interface ResumeFigure {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const missed = 500;

/** G: a client that was away for 500 events: from its subscribe until it has them all, in order. */
export async function measureResume(
  peer: ParleyPeer,
  { resumes }: { readonly resumes: number },
): Promise<ResumeFigure> {
  const { room, members } = await fillRoom(peer, missed + 5);
  const tookMs: number[] = [];
  for (let at = 0; at < resumes + 3; at += 1) {
    const answered = Promise.withResolvers<string>();
    const socket = await peer.openSocket((payload) => {
      if (payload.includes('"type":"subscribed"')) answered.resolve(payload.toString());
    });
    const startedMs = performance.now();
    socket.send(JSON.stringify({ action: "subscribe", id: randomUUID(), rooms: { [room]: 5 } }));
    const frame = JSON.parse(await answered.promise) as Extract<ServerFrame, { type: "subscribed" }>;
    const resumed = frame.rooms[room];
    const seqs = (resumed?.events ?? []).map(({ seq }) => seq);
    for (let more = resumed?.hasMore ?? false; more; ) {
      const page = await peer.call<EventsAnswer>(`/rooms/${room}/events?after=${seqs.at(-1) ?? 5}&limit=500`);
      seqs.push(...page.events.map(({ seq }) => seq));
      more = page.hasMore;
    }
    const took = performance.now() - startedMs;
    if (seqs.length < missed || seqs.some((seq, index) => seq !== index + 6))
      throw new Error(`The resume brought ${seqs.length} events, or not in order.`);
    if (at >= 3) tookMs.push(took);
    socket.close();
  }
  for (const member of members) member.close();
  return { p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) };
}
