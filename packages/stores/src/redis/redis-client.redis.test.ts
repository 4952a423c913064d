import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Cluster } from "ioredis";
import { afterEach, describe, expect, inject, it } from "vitest";
import { callRedis, createRedis, type RedisClient } from "./redis-client.ts";

/** A way to a server that can go dead without a word, as a socket does that was frozen with its Lambda. */
async function openPath(url: string): Promise<{ port: number; freeze(): void; server: Server }> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

const opened: { redis: RedisClient; server?: Server }[] = [];
afterEach(() => {
  for (const { redis, server } of opened.splice(0)) {
    redis.disconnect();
    server?.close();
  }
});

describe("callRedis", () => {
  it("[REC14] answers after a thaw: a socket that died unnoticed is replaced once", async () => {
    const path = await openPath(inject("redisUrl"));
    const redis = createRedis({ url: `redis://127.0.0.1:${path.port}`, cluster: false });
    opened.push({ redis, server: path.server });
    expect(await callRedis(redis, (client) => client.ping())).toBe("PONG");
    path.freeze();
    expect(await callRedis(redis, (client) => client.ping())).toBe("PONG");
  });

  it("[REC14] does so on a cluster as well", async () => {
    const redis = createRedis({ url: inject("redisClusterUrl"), cluster: true });
    opened.push({ redis });
    await callRedis(redis, (client) => client.set("thaw", "1"));
    if (!(redis instanceof Cluster)) throw new Error("no cluster");
    for (const { stream } of redis.nodes("all").filter((node) => node.status === "ready")) stream.pause();
    expect(await callRedis(redis, (client) => client.get("thaw"))).toBe("1");
  });

  it("[REC14] says unavailable of a server that is not there, soon", async () => {
    const redis = createRedis({ url: "redis://127.0.0.1:1", cluster: false });
    opened.push({ redis });
    const startedMs = Date.now();
    await expect(callRedis(redis, (client) => client.ping())).rejects.toMatchObject({ code: "unavailable" });
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  it("[REC14] says what the server says of a command that is wrong", async () => {
    const redis = createRedis({ url: inject("redisUrl"), cluster: false });
    opened.push({ redis });
    await redis.set("text", "a");
    await expect(callRedis(redis, (client) => client.lpush("text", "b"))).rejects.toThrow("WRONGTYPE");
  });
});
