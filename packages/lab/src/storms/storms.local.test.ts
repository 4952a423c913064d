import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { raceFarewells } from "./farewell-races.ts";
import { stormFlood } from "./flood.ts";
import { stormJoin } from "./join-storm.ts";
import { stormLargeRoom } from "./large-room.ts";
import { openScene } from "./open-scene.ts";
import { stormReconnect } from "./reconnect-storm.ts";
import { stormSlowReader } from "./slow-reader.ts";

const seed = Date.now() % 2 ** 31;
type Scene = Awaited<ReturnType<typeof openScene>>;
let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.stop());

describe("a storm in small", { timeout: 180_000 }, () => {
  it("of reconnects: everybody is back, and each cold room was hydrated once", async () => {
    const { figures, violations } = await stormReconnect(scene, {
      clients: 60,
      rooms: 3,
      newConnectionsPerSecond: 500,
      withinMs: 60_000,
    });
    expect(violations).toEqual([]);
    expect(figures["hydrations"]).toBeGreaterThan(0);
  });

  it("of people who join one room at once: each is in it once, and speaks", async () => {
    expect(await stormJoin(scene, { people: 20 })).toMatchObject({ violations: [] });
  });

  it("of deliveries: every connection of a room has every message", async () => {
    const { violations } = await stormLargeRoom(scene, { connections: 100, messages: 5, everyMs: 100 });
    expect(violations).toEqual([]);
  });

  it(`[SEC5] [SEC6] of farewells: who is banned or signs out is told nothing more (seed ${seed})`, async () => {
    const { figures, violations } = await raceFarewells(scene, { races: 16, seed });
    expect(violations).toEqual([]);
    expect(figures).toMatchObject({ signOuts: 8, closedWithoutAWord: 0 });
  });

  it("[THR4] [THR8] of one client's frames: it is cut off, and the others talk on", async () => {
    const limited = await openScene("default");
    try {
      const { violations } = await stormFlood(limited, { seconds: 3, framesPerSecond: 60 });
      expect(violations).toEqual([]);
    } finally {
      await limited.stop();
    }
  });

  it("of what one client does not read: it is let go, and the others have everything", async () => {
    const { violations } = await stormSlowReader(scene, { messages: 1_200, everyMs: 20, chars: 7_900 });
    expect(violations).toEqual([]);
  });
});
