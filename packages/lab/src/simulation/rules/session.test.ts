import { admitConnection } from "@parley/chat/connection/admit-connection";
import { admitFrame } from "@parley/chat/connection/admit-frame";
import { endConnections } from "@parley/chat/connection/end-connections";
import { greetConnection } from "@parley/chat/connection/greet-connection";
import type { Identity } from "@parley/chat/connection/identity";
import { sweepSessions } from "@parley/chat/connection/sweep-sessions";
import type { UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, RuleBench } from "./rule-bench.ts";

let bench: RuleBench;
let startedAtMs: number;
beforeEach(() => {
  bench = new RuleBench();
  startedAtMs = bench.nowMs;
});

const lifetimeMs = 60_000;

const identity = (userId: UserId, sessionId: string): Identity => ({
  userId,
  sessionId,
  username: userId,
  name: "",
  lastName: "",
  sessionExpiresAtMs: startedAtMs + lifetimeMs,
});

async function connect(user: UserId, sessionId: string, connectionId: string): Promise<void> {
  await bench.connections.add({ connectionId, user, sessionId, connectedAtMs: bench.nowMs });
}

const greet = (user: UserId, sessionId: string, connectionId: string) =>
  greetConnection(bench.deps(), { identity: identity(user, sessionId), connectionId });
const admit = (user: UserId, sessionId: string, connectionId: string) =>
  admitFrame(bench.deps(), {
    identity: identity(user, sessionId),
    connectionId,
    connectedAtMs: bench.nowMs,
  });
const saidTo = (connectionId: string) => bench.gateway.framesTo(connectionId).map(({ type }) => type);

describe("a session that ends", () => {
  it("[SES1] has its connections told and closed, and no other session's", async () => {
    for (const [session, connection] of [
      ["ses_1", "con_1"],
      ["ses_1", "con_2"],
      ["ses_2", "con_3"],
    ] as const) {
      await connect(ada, session, connection);
    }
    await bench.listen(ada, "con_1");
    await endConnections(bench.deps(), { user: ada, sessionId: "ses_1", reason: "signed_out" });
    expect(saidTo("con_1")).toEqual(["signed_out"]);
    expect(bench.gateway.closed.toSorted()).toEqual(["con_1", "con_2"]);
    expect(await bench.connections.listByRoom(bench.room)).toEqual([]);
  });

  it("[SES1] has the connection closed that the index does not know of yet", async () => {
    await connect(ada, "ses_1", "con_1");
    await greet(ada, "ses_1", "con_1");
    bench.connections.listByUser = async () => [];
    await endConnections(bench.deps(), { user: ada, sessionId: "ses_1", reason: "signed_out" });
    expect(bench.gateway.closed).toEqual(["con_1"]);
  });

  it("[SES1] has them closed while the hot log is away, and says that it was", async () => {
    await connect(ada, "ses_1", "con_1");
    await bench.listen(ada, "con_1");
    bench.away.add("log").add("gate");
    await expect(endConnections(bench.deps(), { user: ada, reason: "banned" })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(bench.gateway.closed).toEqual(["con_1"]);
  });

  it("[SES1] [SEC5] has a connection whose record is out of reach closed without a word, and says that it was", async () => {
    await connect(ada, "ses_1", "con_1");
    await greet(ada, "ses_1", "con_1");
    bench.away.add("connections");
    await expect(
      endConnections(bench.deps(), { user: ada, sessionId: "ses_1", reason: "signed_out" }),
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(bench.gateway.closed).toEqual(["con_1"]);
    expect(saidTo("con_1")).toEqual(["hello"]);
  });

  it("[SES2] has no frame of its connections acted on, also where the close was lost", async () => {
    await connect(ada, "ses_1", "con_1");
    await admit(ada, "ses_1", "con_1");
    await endConnections(bench.deps(), { user: ada, sessionId: "ses_1", reason: "signed_out" });
    await expect(admit(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(bench.gateway.closed).toEqual(["con_1", "con_1"]);
    await admit(ada, "ses_2", "con_2");
    await admit(bob, "ses_1", "con_3");
  });

  it("[SES2] is ended with all others of its person, and one that begins afterwards is not", async () => {
    await connect(ada, "ses_1", "con_1");
    await endConnections(bench.deps(), { user: ada, reason: "banned" });
    await expect(admit(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
    bench.nowMs += 1;
    await admit(ada, "ses_2", "con_2");
  });

  it("[SES2] [SEC5] is over when its time has run out, with the next frame", async () => {
    bench.nowMs += lifetimeMs - 1;
    await admit(ada, "ses_1", "con_1");
    bench.nowMs += 1;
    await expect(admit(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(bench.gateway.framesTo("con_1")).toEqual([{ type: "signed_out", reason: "session_expired" }]);
    expect(bench.gateway.closed).toEqual(["con_1"]);
  });

  it("[SES3] has none of its connections greeted, even when Redis forgot that it ended", async () => {
    await connect(ada, "ses_1", "con_1");
    await greet(ada, "ses_1", "con_1");
    expect(saidTo("con_1")).toEqual(["hello"]);
    bench.endedSessions.add("ses_1");
    await greet(ada, "ses_1", "con_1");
    bench.redis.flush();
    await expect(greet(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(saidTo("con_1")).toEqual(["hello", "signed_out"]);
    expect(bench.gateway.closed).toEqual(["con_1"]);
  });

  it("[SES3] is looked up again when whoever greeted its connection died on the way", async () => {
    await connect(ada, "ses_1", "con_1");
    await bench.deps().presence.renew(ada, "con_1");
    bench.endedSessions.add("ses_1");
    await expect(greet(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("[SES5] [SEC5] has its connections closed by the sweep, as often as it takes", async () => {
    await connect(ada, "ses_1", "con_1");
    await greet(ada, "ses_1", "con_1");
    await bench.listen(ada, "con_1");
    const ended = new Set(["ses_1"]);
    const deps = {
      ...bench.deps(),
      endedSessions: {
        list: async () => [...ended].map((id) => ({ id, user: ada, sessionId: id })),
        forget: async (ids: readonly string[]) => ids.forEach((one) => ended.delete(one)),
      },
    };
    bench.away.add("connections").add("gate");
    expect(await sweepSessions(deps)).toEqual({ ended: 0, failed: 1 });
    bench.away.clear();
    bench.gateway.isAway = true;
    expect(await sweepSessions(deps)).toEqual({ ended: 0, failed: 1 });
    bench.gateway.isAway = false;
    expect(await sweepSessions(deps)).toEqual({ ended: 1, failed: 0 });
    expect(await bench.log.listeners(bench.room)).toEqual([]);
    expect(bench.gateway.closed).toContain("con_1");
    expect(await sweepSessions(deps)).toEqual({ ended: 0, failed: 0 });
    await expect(admit(ada, "ses_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("[SES5] has all of a bot's closed by the sweep where its owner was shut out", async () => {
    await connect(ada, "tok_1", "con_1");
    await greet(ada, "tok_1", "con_1");
    const endedSessions = { list: async () => [{ id: ada, user: ada }], forget: async () => {} };
    expect(await sweepSessions({ ...bench.deps(), endedSessions })).toEqual({ ended: 1, failed: 0 });
    expect(bench.gateway.closed).toEqual(["con_1"]);
    await expect(admit(ada, "tok_1", "con_1")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("[SES4] admits nobody by a ticket that it was given before", async () => {
    const deps = {
      ...bench.deps(),
      tickets: { redeem: async () => identity(ada, "ses_1") },
      originsAllowed: [],
    };
    const input = { ticket: "a ticket", origin: undefined };
    expect(await admitConnection(deps, input)).toMatchObject({ userId: ada });
    await endConnections(deps, { user: ada, sessionId: "ses_1", reason: "signed_out" });
    await expect(admitConnection(deps, input)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
