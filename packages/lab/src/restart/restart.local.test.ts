import type { EventsAnswer, Room } from "@parley/protocol";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../simulation/random.ts";
import { callApi } from "../testing/call-api.ts";
import {
  createPerson,
  createRoom,
  type Person,
  readVerificationToken,
  signIn,
} from "../testing/create-person.ts";
import { MortalCloud } from "./mortal-cloud.ts";

const seed = Date.now() % 2 ** 31;
const random = new Random(seed);
let cloud: MortalCloud;
let ada: Person;

beforeAll(async () => {
  cloud = await MortalCloud.create();
  ada = await createPerson(cloud.doors);
});
afterAll(() => cloud?.stop());

const call = <T>(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) =>
  callApi<T>(cloud.doors.apiUrl, { method, path, token, body });

describe(`a service that is killed and started again (seed ${seed})`, () => {
  const eve = {
    name: "Eve",
    lastName: "Tester",
    username: "eve_mortal",
    email: "eve_mortal@example.test",
    password: "correct horse mortal",
  };

  it("in the middle of a sign-up: it can be done again, and makes one account", async () => {
    await cloud.killDuring(random.between(50, 900), () => call("POST", "/auth/sign-up/email", { body: eve }));
    expect((await call("POST", "/auth/sign-up/email", { body: eve })).status).toBe(200);
    await call("POST", "/auth/send-verification-email", { body: { email: eve.email } });
    await readVerificationToken(cloud.doors, eve.email);
    const client = new Client({ connectionString: cloud.doors.databaseUrl });
    await client.connect();
    const { rows } = await client.query("select id from users where email = $1", [eve.email]);
    await client.end();
    expect(rows).toHaveLength(1);
  });

  it("in the middle of a verification: the link works still, or has worked", async () => {
    const token = await readVerificationToken(cloud.doors, eve.email);
    const verify = () => call("GET", `/auth/verify-email?token=${token}`);
    await cloud.killDuring(random.between(0, 150), verify);
    expect([200, 400]).toContain((await verify()).status);
    expect((await signIn(cloud.doors, eve)).user.username).toBe(eve.username);
  });

  it("in the middle of the use of an invite: whom it was for is in once, and it is used up", async () => {
    const [eveAgain, bob] = [await signIn(cloud.doors, eve), await createPerson(cloud.doors, "Bob")];
    const room = await createRoom(cloud.doors, ada, { visibility: "private" });
    const invite = await call<{ code: string }>("POST", `/rooms/${room.id}/invites`, {
      token: ada.token,
      body: { maxUses: 1 },
    });
    const accept = ({ token }: Person) => call("POST", `/invites/${invite.body.code}/accept`, { token });
    await cloud.killDuring(random.between(0, 250), () => accept(eveAgain));
    await expect.poll(async () => (await accept(eveAgain)).status).not.toBe(503);
    const mine = await call<{ rooms: Room[] }>("GET", "/rooms", { token: eveAgain.token });
    expect(mine.body.rooms.map(({ id }) => id)).toContain(room.id);
    expect((await accept(bob)).status).toBe(404);
    const log = await call<EventsAnswer>("GET", `/rooms/${room.id}/events?after=0`, { token: ada.token });
    const joined = log.body.events.filter(
      (event) => event.kind === "member.joined" && event.userId === eveAgain.user.id,
    );
    expect(joined).toHaveLength(1);
  });

  it("in the middle of read marks: what was acknowledged stands, and none moves back", async () => {
    const room = await createRoom(cloud.doors, ada);
    for (let said = 0; said < 5; said += 1) {
      const body = { id: `m${said}`, text: "a word" };
      await call("POST", `/rooms/${room.id}/messages`, { token: ada.token, body });
    }
    const mark = (seq: number) => call("PUT", `/rooms/${room.id}/read`, { token: ada.token, body: { seq } });
    const state = { acknowledged: 0, asked: 0 };
    await cloud.killDuring(random.between(20, 400), async () => {
      for (const seq of [1, 2, 3, 4, 5, 6]) {
        state.asked = seq;
        if ((await mark(seq)).status === 204) state.acknowledged = seq;
      }
    });
    const lastRead = async () => {
      const { body } = await call<{ room: Room }>("GET", `/rooms/${room.id}`, { token: ada.token });
      return body.room.lastReadSeq;
    };
    const kept = await lastRead();
    expect(kept).toBeGreaterThanOrEqual(state.acknowledged);
    expect(kept).toBeLessThanOrEqual(Math.max(1, state.asked));
    expect((await mark(1)).status).toBe(204);
    expect(await lastRead()).toBe(kept);
  });
});
