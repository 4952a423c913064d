import type { ParleyPeer } from "../servers/parley-peer.ts";
import { openPace } from "./paced.ts";

export interface PostsFigure {
  readonly postsPerMessage: number;
  readonly invocationsPerMessage: number;
  readonly p50Ms: number;
}

/** Posts to sockets per chat message in a room, as the gateway counts them. */
export async function measurePosts(
  peer: ParleyPeer,
  pace: { readonly members: number; readonly messagesPerSecond: number; readonly durationMs: number },
): Promise<PostsFigure> {
  const run = openPace();
  const members = await peer.join(pace.members, run.take);
  await run.warmUp(members);
  const before = await peer.counts();
  const figure = await run.measure(members, pace);
  const after = await peer.counts();
  for (const member of members) member.close();
  const messages = after.counts.framesIn - before.counts.framesIn;
  const called = (state: typeof after) => state.functions["message"]?.invocations ?? 0;
  return {
    postsPerMessage: (after.counts.framesOut - before.counts.framesOut) / messages,
    invocationsPerMessage: (called(after) - called(before)) / messages,
    p50Ms: figure.p50Ms,
  };
}
