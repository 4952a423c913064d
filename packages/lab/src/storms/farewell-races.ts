import { setTimeout as sleep } from "node:timers/promises";
import type { Event, RoomId } from "@parley/protocol";
import { mapConcurrently } from "../bench/servers/peer.ts";
import { quantile } from "../bench/statistics.ts";
import { readDurable } from "../faults/read-durable.ts";
import { Random } from "../simulation/random.ts";
import { callApi } from "../testing/call-api.ts";
import { createRoom, type Person, signIn } from "../testing/create-person.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { waitUntil } from "./wait-until.ts";

export interface FarewellRacesInput {
  readonly races: number;
  readonly seed: number;
}

const lanes = 4;
const sendsPerRace = 6;
const raceMs = 200;
/** What the contract allows between a sign-out and the end of its sockets. */
const closedWithinMs = 1_000;
const watchMs = 300;
const patienceMs = 10_000;

/** One lane of races: somebody who speaks, and somebody who is sent away again and again. */
interface Lane {
  readonly scene: StormScene;
  readonly host: Person;
  victim: Person;
  readonly room: RoomId;
  readonly voice: PlainSocket;
  readonly random: Random;
  readonly closedMs: number[];
  readonly violations: string[];
  /** Sockets that were closed without `signed_out`, as they are while their record is out of reach. */
  readonly counts: { silent: number };
}

/**
 * Bans from a room and sign-outs race with messages, half of each: who is banned gets no event that comes after,
 * and who signs out has the socket closed within a second and nothing on it once the answer is there.
 */
export async function raceFarewells(scene: StormScene, input: FarewellRacesInput): Promise<StormReport> {
  const people = await scene.people(lanes * 2);
  const random = new Random(input.seed);
  const ready = await Promise.all(
    Array.from({ length: lanes }, (_, at) =>
      openLane(scene, {
        host: people[2 * at] as Person,
        victim: people[2 * at + 1] as Person,
        random: random.fork(),
      }),
    ),
  );
  const each = Math.ceil(input.races / lanes);
  await mapConcurrently(lanes, lanes, async (at) => {
    const lane = ready[at] as Lane;
    for (let race = 0; race < each; race += 1) await (race % 2 === 0 ? raceBan(lane) : raceSignOut(lane));
    lane.voice.close();
  });
  const closedMs = ready.flatMap((lane) => lane.closedMs);
  const at = (share: number) => Math.round(quantile(closedMs, share));
  return {
    figures: {
      races: each * lanes,
      signOuts: closedMs.length,
      closedMsMedian: at(0.5),
      closedMs99: at(0.99),
      closedMsMax: at(1),
      closedWithoutAWord: ready.reduce((sum, { counts }) => sum + counts.silent, 0),
    },
    violations: ready.flatMap((lane) => lane.violations),
  };
}

async function openLane(
  scene: StormScene,
  { host, victim, random }: { host: Person; victim: Person; random: Random },
): Promise<Lane> {
  const { id: room } = await createRoom(scene.cloud, host, {
    visibility: "private",
    members: [victim.username],
  });
  const voice = await listen(scene, host, room);
  return { scene, host, victim, room, voice, random, closedMs: [], violations: [], counts: { silent: 0 } };
}

async function listen({ cloud }: StormScene, person: Person, room: RoomId): Promise<PlainSocket> {
  const socket = await PlainSocket.open(cloud, person);
  const answer = await socket.answer(
    socket.send({ action: "subscribe", rooms: { [room]: null } as Record<RoomId, null> }),
  );
  if (answer.type !== "subscribed" || answer.denied.length > 0)
    throw new Error(`subscribing: ${JSON.stringify(answer)}`);
  return socket;
}

/** The host speaks all the while, and at some moment of it the other has to go. */
async function speakAround<T>({ voice, room, random }: Lane, farewell: () => Promise<T>): Promise<T> {
  const speak = async () => {
    for (let said = 0; said < sendsPerRace; said += 1) {
      voice.send({ action: "message.send", room, text: "a word" });
      await sleep(random.between(0, (2 * raceMs) / sendsPerRace));
    }
  };
  const leave = async () => {
    await sleep(random.between(0, raceMs));
    return farewell();
  };
  const [, left] = await Promise.all([speak(), leave()]);
  return left;
}

async function call({ scene }: Lane, input: Parameters<typeof callApi>[1]): Promise<void> {
  const { status, body } = await callApi(scene.cloud.apiUrl, input);
  if (status >= 300)
    throw new Error(`${input.method} ${input.path} was answered with ${status} ${JSON.stringify(body)}`);
}

async function raceBan(lane: Lane): Promise<void> {
  const { scene, host, victim, room, violations } = lane;
  const socket = await listen(scene, victim, room);
  const path = `/rooms/${room}/members/${victim.user.id}`;
  await speakAround(lane, () =>
    call(lane, { method: "DELETE", path: `${path}?ban=true`, token: host.token }),
  );
  await sleep(watchMs);
  const told = socket.events(room);
  const leftSeq =
    (await readDurable(scene.cloud, room, host)).findLast((event) => isLeaving(event, victim))?.seq ?? 0;
  const after = told.filter(({ seq }) => seq > leftSeq);
  if (leftSeq === 0) violations.push("a ban is not in the log");
  if (after.length > 0)
    violations.push(`a banned person was told ${after.length} events that came after ${leftSeq}`);
  if (!socket.frames.some(({ type }) => type === "room.left"))
    violations.push("a banned person was not told so");
  socket.close();
  await call(lane, { method: "DELETE", path: `/rooms/${room}/bans/${victim.user.id}`, token: host.token });
  await call(lane, {
    method: "POST",
    path: `/rooms/${room}/members`,
    token: host.token,
    body: { user: victim.username },
  });
}

function isLeaving(event: Event, { user }: Person): boolean {
  return event.kind === "member.left" && event.userId === user.id;
}

async function raceSignOut(lane: Lane): Promise<void> {
  const { scene, victim, room, violations } = lane;
  const socket = await listen(scene, victim, room);
  const framesAtAnswer = await speakAround(lane, async () => {
    const closed = waitUntil(() => socket.closed !== undefined, patienceMs);
    await call(lane, { method: "POST", path: "/auth/sign-out", token: victim.token, body: {} });
    const count = socket.events(room).length;
    const tookMs = (await closed) ?? Number.POSITIVE_INFINITY;
    lane.closedMs.push(tookMs);
    if (tookMs > closedWithinMs) violations.push(`a socket was closed ${tookMs} ms after the sign-out`);
    return count;
  });
  await sleep(watchMs);
  const more = socket.events(room).length - framesAtAnswer;
  if (more > 0) violations.push(`${more} events came after a sign-out was answered`);
  if (!socket.frames.some(({ type }) => type === "signed_out")) lane.counts.silent += 1;
  lane.victim = await signIn(scene.cloud, victim);
}
