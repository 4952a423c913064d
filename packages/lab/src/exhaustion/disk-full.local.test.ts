import { randomUUID } from "node:crypto";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { RoomId } from "@parley/protocol";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "../faults/find-violations.ts";
import { readDurable } from "../faults/read-durable.ts";
import { callApi } from "../testing/call-api.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import { noLimits } from "../testing/no-limits.ts";
import { PlainSocket } from "../testing/plain-socket.ts";
import { seedPeople } from "../testing/seed-people.ts";

let cloud: Cloud;
let owner: Client;
let ada: Person;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  [ada] = (await seedPeople(cloud, 1)) as [Person];
  owner = new Client({ connectionString: cloud.postgres.url });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await cloud?.stop();
});

/** What Postgres says of every statement that needs a new page (SQLSTATE 53100), while the disk is full. */
const full = `
create function disk_full() returns trigger language plpgsql as $$
begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
create trigger disk_full before insert on events for each statement execute function disk_full();
create trigger disk_full before insert on sessions for each statement execute function disk_full();
create trigger disk_full before insert on rooms for each statement execute function disk_full();
`;
const freed = "drop function disk_full cascade";

describe("Postgres whose disk is full", () => {
  it("answers unavailable, shows nothing, and goes on with what waits when there is room again", async () => {
    const { id: room } = await createRoom(cloud, ada);
    const socket = await PlainSocket.open(cloud, ada);
    await socket.answer(socket.send({ action: "subscribe", rooms: { [room]: 0 } as Record<RoomId, number> }));
    await owner.query(full);

    const id = randomUUID();
    socket.send({ action: "message.send", id, room, text: "waits" });
    expect(await socket.answer(id)).toMatchObject({ type: "error", code: "unavailable", retryable: true });
    const calls = [
      { path: `/rooms/${room}/messages`, body: { id: randomUUID(), text: "waits too" } },
      { path: "/rooms", body: { name: "No room", visibility: "public" } },
      { path: "/auth/sign-in/email", body: { email: ada.email, password: ada.password } },
    ];
    for (const { path, body } of calls) {
      const answer = await callApi(cloud.apiUrl, { method: "POST", path, token: ada.token, body });
      expect([path, answer.status, answer.body]).toMatchObject([
        path,
        503,
        { error: { code: "unavailable", retryable: true } },
      ]);
    }
    const page = await callApi(cloud.apiUrl, { path: `/rooms/${room}/messages`, token: ada.token });
    expect(page).toMatchObject({ status: 200, body: { messages: [] } });
    expect(socket.events(room)).toEqual([]);

    await owner.query(freed);
    await expect.poll(() => socket.events(room).length).toBe(2);
    expect(findViolations(await readDurable(cloud, room, ada), ["waits", "waits too"])).toEqual([]);
  });
});
