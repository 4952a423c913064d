import { type Cloud, startCloud } from "@parley/local/cloud";
import { connectionsKey, presenceIndexKeys } from "@parley/stores/redis/keys";
import { createRedis } from "@parley/stores/redis/redis-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPerson, createRoom } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
});
afterAll(() => cloud?.stop());

/** As though this person's leases had run out meanwhile. */
async function letLeasesEnd(user: string): Promise<void> {
  const redis = createRedis({ url: cloud.redis.url, cluster: false });
  const [index = ""] = presenceIndexKeys(user);
  for (const connection of await redis.zrange(connectionsKey(user), "0", "-1")) {
    await redis.zadd(connectionsKey(user), Date.now() - 1, connection);
  }
  await redis.zadd(index, Date.now() - 1, user);
  redis.disconnect();
}

describe("a lost $disconnect", () => {
  it("[PRES5] is told to the others by the first sweep after the lease has ended", async () => {
    const [ada, bob] = [await createPerson(cloud, "Ada"), await createPerson(cloud, "Bob")];
    const room = await createRoom(cloud, ada, { visibility: "private", members: [bob.username] });
    const [here, gone] = [await PlainSocket.open(cloud, ada), await PlainSocket.open(cloud, bob)];
    for (const socket of [here, gone]) {
      await socket.answer(socket.send({ action: "subscribe", rooms: { [room.id]: null } as never }));
    }
    await here.next("presence", ({ user, online }) => user === bob.user.id && online);
    cloud.gateway.loseDisconnects(true);
    gone.close();
    expect(await cloud.invoke("sweep", {})).toMatchObject({ ok: true, payload: { offline: 0 } });
    await letLeasesEnd(bob.user.id);
    expect(await cloud.invoke("sweep", {})).toMatchObject({ ok: true, payload: { offline: 1 } });
    const told = await here.next("presence", ({ user }) => user === bob.user.id);
    expect(told).toMatchObject({ online: false, lastSeenAt: expect.any(String) });
    here.close();
  });
});
