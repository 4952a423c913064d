import {
  accountConcurrency,
  alarms,
  connectionsTable,
  type EnvironmentName,
  type FunctionFacts,
  type FunctionName,
  functions,
  http,
  type PermissionFacts,
  type PermissionTarget,
  permissions,
  postgres,
  type QueueFacts,
  queues,
  reservedConcurrency,
  schedules,
  stages,
  throttling,
  unreservedConcurrencyMin,
  websocket,
} from "@parley/topology";
import { describe, expect, it } from "vitest";

const names = Object.keys(functions) as FunctionName[];
const factsOf = (name: FunctionName): FunctionFacts => functions[name];
const has = (name: FunctionName, setting: EnvironmentName) => factsOf(name).environment.includes(setting);
const may = (name: FunctionName, test: (target: PermissionTarget, actions: readonly string[]) => boolean) =>
  (permissions[name] as readonly PermissionFacts[]).some(({ on, actions }) => test(on, actions));
const consumers = Object.values<QueueFacts>(queues).flatMap(({ consumer }) => consumer ?? []);

describe("the table of facts", () => {
  it("has API Gateway's three routes, of which a frame's alone is answered to its sender", () => {
    const routes = websocket.routes.map(({ key, routeResponse }) => [key, routeResponse]);
    expect(Object.fromEntries(routes)).toEqual({ $connect: false, $disconnect: false, $default: true });
  });

  it("leads to every function: none is deployed that nothing calls", () => {
    const called = new Set<FunctionName>([
      "migrate",
      websocket.authorizer.function,
      http.function,
      ...websocket.routes.map((route) => route.function),
      ...Object.values(schedules).map((schedule) => schedule.function),
      ...consumers,
    ]);
    expect([...called].toSorted()).toEqual(names.toSorted());
  });

  it.each(names)("gives %s the addresses of just what it may use", (name) => {
    expect(has(name, "CONNECTIONS_TABLE")).toBe(may(name, (target) => target.startsWith("connections")));
    expect(has(name, "WEBSOCKET_CALLBACK_URL")).toBe(may(name, (target) => target.startsWith("sockets/")));
    const pushes = (queue: "deliveries" | "drains" | "hooks") =>
      may(name, (target, actions) => target === `queues/${queue}` && actions.includes("sqs:SendMessage"));
    expect(has(name, "DELIVERIES_QUEUE_URL")).toBe(pushes("deliveries"));
    expect(has(name, "DRAINS_QUEUE_URL")).toBe(pushes("drains"));
    expect(has(name, "HOOKS_QUEUE_URL")).toBe(pushes("hooks"));
    expect(has(name, "MAIL_FROM")).toBe(may(name, (target) => target === "mail"));
  });

  it("has no wildcard among its permissions", () => {
    expect(JSON.stringify(permissions)).not.toContain("*");
  });

  it("lets no function behind API Gateway run for longer than API Gateway waits", () => {
    const behind = [
      websocket.authorizer.function,
      http.function,
      ...websocket.routes.map((route) => route.function),
    ];
    for (const name of behind) {
      expect(factsOf(name).timeoutMs).toBeLessThanOrEqual(websocket.quotas.integrationTimeoutMs);
    }
  });

  it("ends a scheduled function before its next round", () => {
    for (const { function: name, everyMs } of Object.values(schedules)) {
      expect(factsOf(name).timeoutMs).toBeLessThan(everyMs);
    }
  });

  it("hides a queued message for six times its consumer's timeout, and keeps it for longer than that", () => {
    for (const { consumer, visibilityTimeoutMs, retentionMs } of Object.values<QueueFacts>(queues)) {
      const timeoutMs = consumer === undefined ? 0 : factsOf(consumer).timeoutMs;
      expect(visibilityTimeoutMs).toBeGreaterThanOrEqual(6 * timeoutMs);
      expect(retentionMs).toBeGreaterThan(visibilityTimeoutMs);
    }
  });

  it("reserves no more than an account has to give", () => {
    const sum = Object.values<number>(reservedConcurrency).reduce((total, one) => total + one, 0);
    expect(sum).toBeLessThanOrEqual(accountConcurrency - unreservedConcurrencyMin);
  });

  it("keeps a connection's item for longer than a connection can live", () => {
    expect(connectionsTable.itemTtlMs).toBeGreaterThan(websocket.quotas.lifetimeMs);
  });

  it("lets through less than the account's quotas, so that callbacks find room beside frames", () => {
    expect(throttling.websocket.ratePerSecond).toBeLessThanOrEqual(websocket.quotas.requestsPerSecond / 2);
    expect(throttling.websocket.burst).toBeLessThanOrEqual(websocket.quotas.requestsBurst / 2);
  });

  it("uses the tables' owner for migrations alone, and guards production alone", () => {
    expect(postgres.ownerFunctions).toEqual(["migrate"]);
    const guarded = Object.entries(stages).filter(([, stage]) => stage.guarded);
    expect(guarded.map(([name]) => name)).toEqual(["production"]);
  });

  it("judges every alarm over whole minutes", () => {
    for (const { periodMs, periods } of Object.values(alarms)) {
      expect(periodMs % 60_000).toBe(0);
      expect(periods).toBeGreaterThan(0);
    }
  });
});
