import { afterEach, expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import {
  connectToy,
  startToyGateway,
  type ToyGateway,
  type ToyGatewayOptions,
} from "../testing/toy-gateway.ts";

let running: ToyGateway | undefined;
const start = async (options?: ToyGatewayOptions): Promise<ToyGateway> => {
  running = await startToyGateway(options);
  return running;
};
afterEach(() => running?.stop());

const onlyId = (toy: ToyGateway): string => toy.gateway.connections()[0]?.connectionId ?? "";

const minuteMs = 60_000;
const ending = async (toy: ToyGateway) => {
  const { requestContext } = await toy.firstEvent("disconnect");
  return [requestContext.disconnectStatusCode, requestContext.disconnectReason];
};

test("a frame over 32 KB: 1009, though the message would be allowed", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  client.socket.send("x".repeat(32 * 1024 + 1));
  expect((await client.closed).code).toBe(1009);
  expect((await ending(toy))[0]).toBe(1009);
  expect(toy.events("message")).toEqual([]);
});

test("a frame of exactly 32 KB passes, and so does a message of 128 KB in frames that do", async () => {
  const toy = await start({
    handlers: { message: ({ body }) => ({ statusCode: 200, body: String(body.length) }) },
  });
  const client = await connectToy(toy.url);
  const frame = "x".repeat(32 * 1024);
  client.socket.send(frame);
  expect(await client.next()).toBe(32 * 1024);
  for (const fin of [false, false, false, true]) client.socket.send(frame, { fin });
  expect(await client.next()).toBe(128 * 1024);
});

test("a message over 128 KB in small frames: 1009", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  const frame = "x".repeat(30 * 1024);
  for (const fin of [false, false, false, false, true]) client.socket.send(frame, { fin });
  expect((await client.closed).code).toBe(1009);
  expect((await ending(toy))[0]).toBe(1009);
});

test("an oversize frame is refused when it is announced, not when it has arrived", async () => {
  const toy = await start({ quotas: { frameBytesMax: 100 } });
  const client = await connectToy(toy.url);
  // The header alone of a masked text frame of 200 bytes.
  const raw: unknown = Reflect.get(client.socket, "_socket");
  (raw as { write(bytes: Buffer): void }).write(Buffer.from([0x81, 0x80 | 126, 0, 200, 1, 2, 3, 4]));
  expect((await client.closed).code).toBe(1009);
});

test("a binary frame: 1003", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  client.socket.send(Buffer.from("binary"));
  expect((await client.closed).code).toBe(1003);
  expect((await ending(toy))[0]).toBe(1003);
  expect(toy.events("message")).toEqual([]);
});

test("[GW5] [GW10] [GW34] ten minutes without a message: 1001 Going away; a message either way begins them anew", async () => {
  const clock = createManualClock();
  const toy = await start({ clock });
  const client = await connectToy(toy.url);
  clock.advance(9 * minuteMs);
  client.socket.send("still here");
  await toy.firstEvent("message");
  clock.advance(10 * minuteMs - 1);
  expect(toy.gateway.connections()).toHaveLength(1);
  clock.advance(1);
  expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
  expect(await ending(toy)).toEqual([1001, "Going away"]);
});

test("control frames do not keep a connection alive", async () => {
  const clock = createManualClock();
  const toy = await start({ clock });
  const client = await connectToy(toy.url);
  clock.advance(9 * minuteMs);
  client.socket.ping();
  await new Promise((resolve) => client.socket.once("pong", resolve));
  clock.advance(minuteMs);
  expect((await client.closed).code).toBe(1001);
});

test("[GW6] [GW10] [GW35] two hours after it was made, however busy: 1001", async () => {
  const clock = createManualClock();
  const toy = await start({ clock });
  const client = await connectToy(toy.url);
  for (let minutes = 5; minutes < 120; minutes += 5) {
    clock.advance(5 * minuteMs);
    client.socket.send("busy");
    await expect.poll(() => toy.events("message").length).toBe(minutes / 5);
  }
  clock.advance(5 * minuteMs);
  expect((await client.closed).code).toBe(1001);
});

test("a client that closes without a code: 1005 and AWS's words in the event", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  client.socket.close();
  expect(await ending(toy)).toEqual([1005, "Client-side close frame status not set"]);
});

test("a connection that breaks without a close frame: 1006", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  client.socket.terminate();
  expect((await ending(toy))[0]).toBe(1006);
});

test("[GW39] $disconnect is told once, and not at all when a test lets it be lost", async () => {
  const toy = await start();
  const [kept, lost] = [await connectToy(toy.url), await connectToy(toy.url)];
  kept.socket.close();
  await toy.firstEvent("disconnect");
  toy.gateway.loseDisconnects(true);
  lost.socket.close();
  await lost.closed;
  await expect.poll(() => toy.gateway.connections()).toEqual([]);
  expect(toy.events("disconnect")).toHaveLength(1);
});

test("a dropped connection is broken without a close frame", async () => {
  const toy = await start();
  const client = await connectToy(toy.url);
  const connectionId = onlyId(toy);
  expect(toy.gateway.drop(connectionId)).toBe(true);
  expect((await client.closed).code).toBe(1006);
  expect(toy.gateway.drop(connectionId)).toBe(false);
});
