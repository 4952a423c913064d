import type { RoomId } from "@parley/protocol";
import { quantile } from "../bench/statistics.ts";
import { findViolations } from "../faults/find-violations.ts";
import { readDurable } from "../faults/read-durable.ts";
import { createRoom, joinRoom, type Person } from "../testing/create-person.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import { postText } from "./post-text.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { waitUntil } from "./wait-until.ts";

const patienceMs = 60_000;

/** So many people join one public room at the same moment, and each says something as soon as they are in. */
export async function stormJoin(
  scene: StormScene,
  { people: count }: { people: number },
): Promise<StormReport> {
  const { cloud } = scene;
  const [owner, ...joining] = (await scene.people(count + 1)) as [Person, ...Person[]];
  const { id: room } = await createRoom(cloud, owner, { visibility: "public" });
  const socket = await PlainSocket.open(cloud, owner);
  try {
    await socket.answer(socket.send({ action: "subscribe", rooms: { [room]: 1 } as Record<RoomId, number> }));
    const startedMs = performance.now();
    const tookMs = await Promise.all(
      joining.map(async (person) => {
        await joinRoom(cloud, person, room);
        const joinedMs = performance.now() - startedMs;
        await postText(scene, { person, room, text: `${person.username} is in` });
        return joinedMs;
      }),
    );
    const allMs = Math.round(performance.now() - startedMs);
    const durable = await readDurable(cloud, room, owner);
    await waitUntil(() => socket.events(room).length >= durable.length - 1, patienceMs);
    const joins = durable.filter(({ kind }) => kind === "member.joined").length;
    const told = socket.events(room).map(({ seq }) => seq);
    return {
      figures: {
        people: count,
        allMs,
        joinedMsMedian: Math.round(quantile(tookMs, 0.5)),
        joinedMsMax: Math.round(quantile(tookMs, 1)),
      },
      violations: [
        ...findViolations(
          durable,
          joining.map(({ username }) => `${username} is in`),
        ),
        ...(joins === count + 1 ? [] : [`${joins} joins of ${count + 1} people`]),
        ...(told.every((seq, at) => seq === at + 2) && told.length === durable.length - 1
          ? []
          : ["who listened was not told each event once and in order"]),
      ],
    };
  } finally {
    socket.close();
  }
}
