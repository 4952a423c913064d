import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type NeonProxy, startNeonProxy } from "./neon-proxy.ts";

let database: Server;
let proxy: NeonProxy;
afterEach(async () => {
  await proxy.stop();
  database.close();
});

test("what was delayed arrives late, whole and in order, also when the delay is lifted meanwhile", async () => {
  database = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => database.listen(0, "127.0.0.1", resolve));
  proxy = await startNeonProxy({ host: "127.0.0.1", port: (database.address() as { port: number }).port });
  const client = new WebSocket(`ws://${proxy.address}`);
  await new Promise((resolve) => client.once("open", resolve));
  let echoed = "";
  client.on("message", (data) => (echoed += String(data)));
  proxy.delay(200);
  const startedMs = performance.now();
  client.send("one ");
  client.send("two ");
  await new Promise((resolve) => setTimeout(resolve, 50));
  proxy.delay(0);
  client.send("three");
  await expect.poll(() => echoed, { interval: 5 }).toBe("one two three");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(190);
  client.send("!");
  await expect.poll(() => echoed).toBe("one two three!");
  client.terminate();
});
