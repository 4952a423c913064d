import { randomUUID } from "node:crypto";
import { roomPolicy, type Standing } from "@parley/chat/room/room-policy";
import type { IncomingHookAnswer, InviteAnswer, Member, MessageAnswer, Room, RoomId } from "@parley/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../packages/lab/src/testing/call-api.ts";
import { createPerson, type Person } from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";
import { type PermissionRow, permissionRows, standings, verdictOf } from "./documents/list-permissions.ts";

/** Every operation of the policy, exercised by everybody on every kind of room of the running stack. */
let cloud: Cloud;
type Cast = Record<Standing | "other" | "founder" | "newcomer", Person>;
let cast: Cast;

beforeAll(async () => {
  cloud = await startCloud({ environment: noLimits });
  const names = ["founder", "owner", "moderator", "member", "visitor", "other", "newcomer"] as const;
  const people = await Promise.all(names.map((name) => createPerson(cloud, name)));
  cast = Object.fromEntries(names.map((name, at) => [name, people[at]])) as Cast;
});
afterAll(() => cloud?.stop());

const call = <T = { error: { code: string } }>(
  person: Person | undefined,
  method: string,
  path: string,
  body?: unknown,
) => callApi<T>(cloud.apiUrl, { method, path, body, token: person?.token });

interface Stage {
  readonly path: string;
  readonly actor: Person;
  /** A member below everybody who may act on members. */
  readonly other: Person;
  /** Ids of a message of the actor's and of another's, and of an invite. */
  readonly own: string;
  readonly others: string;
  readonly invite: string;
  readonly hook: string;
}

const none = { own: "msg_none", others: "msg_none", invite: "inv_none", hook: "hok_none" };

type Call = readonly [method: string, path: string, body?: unknown];

/** Nothing happens in the rooms of this table that it asks for. */
const outgoing = { name: "CI", url: "http://127.0.0.1:9/hook", events: ["room.updated"] };
const thumb = "reactions/%F0%9F%91%8D";
const soon = () => new Date(Date.now() + 60_000).toISOString();

/** How each row of the table is called so that it is done, by the call's name and what it needs. */
const calls: Readonly<Record<string, (stage: Stage) => Call>> = {
  "getRoom room.read": ({ path }) => ["GET", path],
  "joinRoom room.join": ({ path }) => ["POST", `${path}/join`],
  "leaveRoom room.leave": ({ path }) => ["POST", `${path}/leave`],
  "updateRoom room.update": ({ path }) => ["PATCH", path, { name: "Renamed", topic: "new", slowModeMs: 1 }],
  "updateRoom room.publish": ({ path }) => ["PATCH", path, { visibility: "private" }],
  "updateRoom room.archive": ({ path }) => ["PATCH", path, { archived: true }],
  "deleteRoom room.delete": ({ path }) => ["DELETE", path],
  "listMembers members.list": ({ path }) => ["GET", `${path}/members`],
  "addMember member.add": ({ path }) => ["POST", `${path}/members`, { user: cast.newcomer.username }],
  "changeMember member.role": ({ path, other }) => [
    "PATCH",
    `${path}/members/${other.user.id}`,
    { role: "moderator" },
  ],
  "changeMember member.stepDown": ({ path, actor }) => [
    "PATCH",
    `${path}/members/${actor.user.id}`,
    { role: "member" },
  ],
  "changeMember member.mute": ({ path, other }) => [
    "PATCH",
    `${path}/members/${other.user.id}`,
    { mutedUntil: soon() },
  ],
  "removeMember member.remove": ({ path, other }) => ["DELETE", `${path}/members/${other.user.id}`],
  "removeMember member.ban": ({ path, other }) => ["DELETE", `${path}/members/${other.user.id}?ban=true`],
  "listBans member.ban": ({ path }) => ["GET", `${path}/bans`],
  "liftBan member.ban": ({ path }) => ["DELETE", `${path}/bans/${cast.newcomer.user.id}`],
  "listInvites invite.create": ({ path }) => ["GET", `${path}/invites`],
  "createInvite invite.create": ({ path }) => ["POST", `${path}/invites`, { maxUses: 2 }],
  "revokeInvite invite.create": ({ path, invite }) => ["DELETE", `${path}/invites/${invite}`],
  "listIncomingHooks hook.manage": ({ path }) => ["GET", `${path}/hooks/incoming`],
  "createIncomingHook hook.create": ({ path }) => ["POST", `${path}/hooks/incoming`, { name: "CI" }],
  "listOutgoingHooks hook.manage": ({ path }) => ["GET", `${path}/hooks/outgoing`],
  "createOutgoingHook hook.create": ({ path }) => ["POST", `${path}/hooks/outgoing`, outgoing],
  "updateOutgoingHook hook.manage": ({ path, hook }) => [
    "PATCH",
    `${path}/hooks/outgoing/${hook}`,
    { enabled: false },
  ],
  "deleteOutgoingHook hook.manage": ({ path, hook }) => ["DELETE", `${path}/hooks/outgoing/${hook}`],
  "deleteIncomingHook hook.manage": ({ path, hook }) => ["DELETE", `${path}/hooks/incoming/${hook}`],
  "listMessages history.read": ({ path }) => ["GET", `${path}/messages`],
  "listEvents history.read": ({ path }) => ["GET", `${path}/events`],
  "markRead read.mark": ({ path }) => ["PUT", `${path}/read`, { seq: 1 }],
  "sendMessage message.send": ({ path }) => ["POST", `${path}/messages`, { id: randomUUID(), text: "hello" }],
  "editMessage message.editOwn": ({ path, own }) => ["PATCH", `${path}/messages/${own}`, { text: "b" }],
  "deleteMessage message.deleteOwn": ({ path, own }) => ["DELETE", `${path}/messages/${own}`],
  "deleteMessage message.deleteOther": ({ path, others }) => ["DELETE", `${path}/messages/${others}`],
  "addReaction reaction.change": ({ path, others }) => ["PUT", `${path}/messages/${others}/${thumb}`],
  "removeReaction reaction.change": ({ path, others }) => ["DELETE", `${path}/messages/${others}/${thumb}`],
};

function callOf({ operation, need }: PermissionRow, set: Stage): Call {
  const made = calls[`${operation.id} ${need}`];
  if (made === undefined) throw new Error(`No call is written down for ${operation.id} ${need}.`);
  return made(set);
}

/** A fresh room with one of each role and a member to act upon, and a message of the actor and of another. */
async function stage(
  standing: Standing,
  kind: "public" | "private",
  archived: boolean,
  row?: PermissionRow,
): Promise<Stage> {
  const { founder, owner, moderator, member, other } = cast;
  const people = [owner, moderator, member, other].map(({ username }) => username);
  const created = await call<{ room: Room }>(owner, "POST", "/rooms", {
    name: "Stage",
    visibility: kind,
    members: people,
  });
  const path = `/rooms/${created.body.room.id}`;
  // Two owners, so that one may go.
  expect((await call(owner, "POST", `${path}/members`, { user: founder.username })).status).toBe(201);
  const give = (person: Person, role: string) =>
    call<{ member: Member }>(owner, "PATCH", `${path}/members/${person.user.id}`, { role });
  expect((await give(founder, "owner")).status).toBe(200);
  expect((await give(moderator, "moderator")).body.member.role).toBe("moderator");
  const actor = cast[standing];
  const say = async (person: Person) => {
    const text = { id: randomUUID(), text: "said" };
    return (await call<Partial<MessageAnswer>>(person, "POST", `${path}/messages`, text)).body.message?.id;
  };
  const ban = `${path}/members/${cast.newcomer.user.id}?ban=true`;
  const [own, others, invite] = await Promise.all([
    say(actor),
    say(other),
    call<InviteAnswer>(owner, "POST", `${path}/invites`),
    row?.need === "member.ban" && call(owner, "DELETE", ban),
  ]);
  // What is to be taken back has to be there.
  if (row?.operation.id === "removeReaction") await call(actor, "PUT", `${path}/messages/${others}/${thumb}`);
  const made = row === undefined ? undefined : await makeHook(owner, path, row.operation.id);
  expect((await call(owner, "PATCH", path, { archived })).status).toBe(200);
  const messages = { own: own ?? none.own, others: others ?? none.others };
  return { path, actor, other, ...messages, invite: invite.body.id, hook: made ?? none.hook };
}

/** The webhook that a call is about, if it is about one. */
async function makeHook(owner: Person, path: string, id: string): Promise<string | undefined> {
  const way = /^(?:update|delete)(Incoming|Outgoing)Hook$/.exec(id)?.[1]?.toLowerCase();
  if (way === undefined) return undefined;
  const body = way === "outgoing" ? outgoing : { name: "CI" };
  return (await call<IncomingHookAnswer>(owner, "POST", `${path}/hooks/${way}`, body)).body.hook.id;
}

describe("the table of role and operation", () => {
  for (const row of permissionRows) {
    for (const archived of [false, true]) {
      const { operation, need } = row;
      it(`${operation.id}, ${need}, in ${archived ? "an archived" : "a public"} room`, async () => {
        const found = await Promise.all(
          standings.map(async (caller) => {
            const set = await stage(caller, "public", archived, row);
            const { status } = await call(set.actor, ...callOf(row, set));
            return [caller, status < 300 ? "done" : status];
          }),
        );
        const expected = standings.map((caller) => [caller, verdictOf(need, { caller, archived })]);
        expect(found).toEqual(expected);
      });
    }
  }

  it("of a private room: to a stranger nothing is there, without a session everything asks for one", async () => {
    const set = await stage("visitor", "private", false);
    for (const row of permissionRows) {
      const [method, path, body] = callOf(row, set);
      const what = `${method} ${path}`;
      const stranger = await call(cast.visitor, method, path, body);
      expect([what, stranger.status, stranger.body.error.code]).toEqual([what, 404, "not_found"]);
      const nobody = await call(undefined, method, path, body);
      expect([what, nobody.status, nobody.body.error.code]).toEqual([what, 401, "unauthenticated"]);
    }
  });

  it("of a direct room: what is for two people and for good is changed by neither", async () => {
    const { owner, member, other } = cast;
    const opened = await call<{ room: Room }>(owner, "POST", "/rooms/direct", { user: member.username });
    const path = `/rooms/${opened.body.room.id}`;
    for (const row of permissionRows.filter(({ need }) => !roomPolicy[need].direct)) {
      const isAdding = row.need === "member.add";
      const set = { ...none, path, actor: owner, other: isAdding ? other : member };
      const { status } = await call(owner, ...callOf(row, set));
      expect([row.need, status]).toEqual([row.need, row.need === "room.join" ? 409 : 403]);
    }
  });
});

describe("roles", () => {
  it("do not reach their equals, and nobody gives what they have not", async () => {
    const { path } = await stage("moderator", "public", false);
    const { founder, owner, moderator, member } = cast;
    const at = (person: Person) => `${path}/members/${person.user.id}`;
    expect((await call(owner, "DELETE", at(founder))).status).toBe(403);
    expect((await call(moderator, "DELETE", at(owner))).status).toBe(403);
    expect((await call(moderator, "PATCH", at(moderator), { role: "owner" })).status).toBe(403);
    expect((await call(member, "PATCH", at(member), { role: "moderator" })).status).toBe(403);
    expect((await call(owner, "PATCH", at(founder), { role: "member" })).status).toBe(403);
  });

  it("of the last owner cannot be given up, whoever else is there", async () => {
    const { path } = await stage("owner", "public", false);
    const { founder, owner } = cast;
    const step = (person: Person) =>
      call(person, "PATCH", `${path}/members/${person.user.id}`, { role: "member" });
    const statuses = (await Promise.all([step(founder), step(owner)])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it("of two owners who leave at once, one stays", async () => {
    const { path } = await stage("owner", "public", false);
    const leave = (person: Person) => call(person, "POST", `${path}/leave`);
    const answers = await Promise.all([leave(cast.founder), leave(cast.owner)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
  });
});

describe("an invite", () => {
  it("lets in as many as it says, also when they come at once, and nobody twice", async () => {
    const made = await call<{ room: Room }>(cast.owner, "POST", "/rooms", {
      name: "By link",
      visibility: "private",
    });
    const path = `/rooms/${made.body.room.id}`;
    const invite = await call<InviteAnswer>(cast.owner, "POST", `${path}/invites`, { maxUses: 2 });
    expect(invite.status).toBe(201);
    expect(invite.body.url).toBe(`${cloud.pageUrl}/invite/${invite.body.code}`);
    const accept = (person: Person) =>
      call<{ room: Room }>(person, "POST", `/invites/${invite.body.code}/accept`);
    const { visitor, member, moderator } = cast;
    const answers = await Promise.all([visitor, member, moderator].map(accept));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 404]);
    const listed = await call<{ invites: unknown[] }>(cast.owner, "GET", `${path}/invites`);
    expect(listed.body.invites).toEqual([]);
    expect(JSON.stringify(listed.body)).not.toContain(invite.body.code);
  });

  it("that is revoked, expired or unknown is none, and leads no banned person in", async () => {
    const set = await stage("visitor", "private", false);
    const { owner, visitor, other } = cast;
    const make = async () => (await call<InviteAnswer>(owner, "POST", `${set.path}/invites`)).body;
    const accept = async (person: Person, code: string) =>
      (await call(person, "POST", `/invites/${code}/accept`)).status;
    const revoked = await make();
    expect((await call(owner, "DELETE", `${set.path}/invites/${revoked.id}`)).status).toBe(204);
    expect(await accept(visitor, revoked.code)).toBe(404);
    expect(await accept(visitor, "nothing")).toBe(404);
    const { code } = await make();
    await call(owner, "DELETE", `${set.path}/members/${other.user.id}?ban=true`);
    expect(await accept(other, code)).toBe(403);
    const bans = await call<{ bans: { user: { id: string } }[] }>(owner, "GET", `${set.path}/bans`);
    expect(bans.body.bans.map(({ user }) => user.id)).toEqual([other.user.id]);
    expect((await call(owner, "DELETE", `${set.path}/bans/${other.user.id}`)).status).toBe(204);
    expect(await accept(other, code)).toBe(200);
  });
});

describe("a room", () => {
  it("that is deleted is gone for all, with everything in it", async () => {
    const { path } = await stage("owner", "public", false);
    expect((await call(cast.owner, "DELETE", path)).status).toBe(204);
    for (const [method, target, body] of [
      ["GET", path],
      ["GET", `${path}/messages`],
      ["POST", `${path}/messages`, { id: randomUUID(), text: "late" }],
    ] as Call[]) {
      expect((await call(cast.member, method, target, body)).status).toBe(404);
    }
    const { body } = await call<{ rooms: Room[] }>(cast.member, "GET", "/rooms");
    expect(body.rooms.map(({ id }) => `/rooms/${id}` as RoomId | string)).not.toContain(path);
  });

  it("that all have left is led by whoever comes in next", async () => {
    const made = await call<{ room: Room }>(cast.owner, "POST", "/rooms", {
      name: "Left",
      visibility: "public",
    });
    const path = `/rooms/${made.body.room.id}`;
    expect((await call(cast.owner, "POST", `${path}/leave`)).status).toBe(204);
    const joined = await call<{ room: Room }>(cast.member, "POST", `${path}/join`);
    expect(joined.body.room.role).toBe("owner");
  });

  it("in which somebody is muted hears nothing of them until that is over", async () => {
    const { path, other } = await stage("owner", "public", false);
    const mute = (mutedUntil: string | null) =>
      call<{ member: Member }>(cast.moderator, "PATCH", `${path}/members/${other.user.id}`, { mutedUntil });
    const say = () => call(other, "POST", `${path}/messages`, { id: randomUUID(), text: "may I" });
    const until = new Date(Date.now() + 60_000).toISOString();
    expect((await mute(until)).body.member.mutedUntil).toBe(until);
    expect((await say()).status).toBe(403);
    expect((await mute(null)).body.member.mutedUntil).toBeUndefined();
    expect((await say()).status).toBe(201);
  });
});
