import { type FarewellRacesInput, raceFarewells } from "./farewell-races.ts";
import { stormFlood } from "./flood.ts";
import { stormJoin } from "./join-storm.ts";
import { stormLargeRoom } from "./large-room.ts";
import { stormReconnect } from "./reconnect-storm.ts";
import { stormSlowReader } from "./slow-reader.ts";
import type { StormReport, StormScene } from "./storm-report.ts";

export interface Storm {
  /** None unless said otherwise. */
  readonly limits?: "default";
  readonly run: (scene: StormScene, seed: number) => Promise<StormReport>;
}

const reconnects = { newConnectionsPerSecond: 500, withinMs: 30_000 };

/** Each storm at its full size. */
export const storms = {
  reconnect: {
    run: (scene) => stormReconnect(scene, { clients: 2_000, rooms: 20, ...reconnects }),
  },
  join: { run: (scene) => stormJoin(scene, { people: 200 }) },
  large: { run: (scene) => stormLargeRoom(scene, { connections: 5_000, messages: 20, everyMs: 2_000 }) },
  flood: {
    limits: "default",
    run: (scene) => stormFlood(scene, { seconds: 20, framesPerSecond: 200 }),
  },
  slow: { run: (scene) => stormSlowReader(scene, { messages: 1_000, everyMs: 40, chars: 7_900 }) },
  farewell: {
    run: (scene, seed) => raceFarewells(scene, { races: 1_000, seed } satisfies FarewellRacesInput),
  },
} as const satisfies Record<string, Storm>;
