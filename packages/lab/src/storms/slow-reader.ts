import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryTracker } from "../bench/load/delivery-tracker.ts";
import type { LightSocket } from "../bench/load/light-socket.ts";
import { quantile } from "../bench/statistics.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import type { StormReport, StormScene } from "./storm-report.ts";
import { openStormSocket, sendText } from "./storm-socket.ts";
import { waitUntil } from "./wait-until.ts";

export interface SlowReaderInput {
  readonly messages: number;
  readonly everyMs: number;
  /** Of each text; three bytes a character. */
  readonly chars: number;
}

const readers = 5;
const calmMessages = 50;
const patienceMs = 30_000;
/** Of a text, for its number. */
const markBytes = 20;

/**
 * One of a room's clients stops reading while large messages go on. What waits for it has an end, it is let go,
 * and the others have everything as soon as ever.
 */
export async function stormSlowReader(scene: StormScene, input: SlowReaderInput): Promise<StormReport> {
  const [slow, ...others] = (await scene.people(readers + 1)) as [Person, ...Person[]];
  const members = others.map(({ username }) => username);
  const { id: room } = await createRoom(scene.cloud, slow, { visibility: "private", members });
  const state = { isCut: false };
  const asleep = await openStormSocket(scene, slow, room, {
    onText: () => undefined,
    onClose: () => {
      state.isCut = true;
    },
  });
  const talk = await Talk.among(scene, others, room, input);
  try {
    for (let said = 0; said < calmMessages; said += 1) await talk.say();
    const calm = await talk.settle();
    asleep.pause();
    const bytesBefore = process.memoryUsage().rss;
    const isServed = () =>
      scene.cloud.gateway.connections().some(({ authorizer }) => authorizer["userId"] === slow.user.id);
    let said = 0;
    for (; said < input.messages && isServed(); said += 1) await talk.say();
    const harmed = await talk.settle();
    asleep.resume();
    await waitUntil(() => state.isCut, patienceMs);
    return {
      figures: {
        cutAfterMessages: said,
        calmMsMedian: Math.round(quantile(calm, 0.5)),
        calmMsMax: Math.round(quantile(calm, 1)),
        withSlowReaderMsMedian: Math.round(quantile(harmed, 0.5)),
        withSlowReaderMs99: Math.round(quantile(harmed, 0.99)),
        withSlowReaderMsMax: Math.round(quantile(harmed, 1)),
        memoryGrownMb: Math.round((process.memoryUsage().rss - bytesBefore) / 2 ** 20),
      },
      violations: [...talk.violations, ...(state.isCut ? [] : ["who does not read was not let go"])],
    };
  } finally {
    asleep.close();
    talk.close();
  }
}

/** People who all hear what one of them says. */
class Talk {
  readonly violations: string[] = [];
  readonly #tracker = new DeliveryTracker();
  readonly #sockets: LightSocket[] = [];
  readonly #say: (text: string) => Promise<void>;
  #settled = 0;

  private constructor(room: string, { chars, everyMs }: SlowReaderInput) {
    this.#say = async (text) => {
      const [mouth] = this.#sockets;
      if (mouth !== undefined) sendText(mouth, room, text + "字".repeat(chars));
      await sleep(everyMs);
    };
  }

  static async among(
    scene: StormScene,
    people: readonly Person[],
    room: string,
    input: SlowReaderInput,
  ): Promise<Talk> {
    const talk = new Talk(room, input);
    const onText = (payload: Buffer) => talk.#tracker.take(payload);
    for (const person of people) talk.#sockets.push(await openStormSocket(scene, person, room, { onText }));
    return talk;
  }

  say(): Promise<void> {
    return this.#say(this.#tracker.newText(markBytes));
  }

  /** Waits until all have heard everything, and answers how long each delivery took since the last time. */
  async settle(): Promise<number[]> {
    const wanted = this.#tracker.sent * this.#sockets.length;
    const heard = () => this.#settled + this.#tracker.deliveries;
    await waitUntil(() => heard() >= wanted, patienceMs);
    if (heard() !== wanted) this.violations.push(`others had ${heard()} of ${wanted} deliveries`);
    const latenciesMs = this.#tracker.latenciesMs.splice(0);
    this.#settled += latenciesMs.length;
    return latenciesMs;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}
