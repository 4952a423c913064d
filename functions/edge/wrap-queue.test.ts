import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EdgeContext } from "./invocation.ts";
import { wrapQueue } from "./wrap-queue.ts";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  for (const [name, value] of Object.entries({
    STAGE: "local",
    REDIS_URL: "redis://127.0.0.1",
    CONNECTIONS_TABLE: "connections",
    WEBSOCKET_CALLBACK_URL: "http://127.0.0.1/v1",
  })) {
    vi.stubEnv(name, value);
  }
  const keep = (text: unknown) => lines.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A message `body` of a group; its id is its body. */
function record(body: string, MessageGroupId?: string): SQSRecord {
  const attributes = {
    ApproximateReceiveCount: "2",
    ...(MessageGroupId !== undefined && { MessageGroupId }),
  };
  return { messageId: body, body, attributes } as SQSRecord;
}

async function run(records: SQSRecord[], handle: (body: string) => Promise<void>) {
  const context = { awsRequestId: "lambda-1" } as Context as EdgeContext;
  const answer = await wrapQueue("deliver", handle)({ Records: records } as SQSEvent, context);
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe("a wrapped consumer of a queue", () => {
  it("handles a group's messages one after the other, and groups side by side", async () => {
    const under = new Map<string, number>();
    const begun: string[] = [];
    const records = [record("a1", "a"), record("a2", "a"), record("b1", "b"), record("a3", "a")];
    const failed = await run(records, async (body) => {
      const group = body.slice(0, 1);
      expect(under.get(group) ?? 0).toBe(0);
      under.set(group, 1);
      begun.push(body);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under.set(group, 0);
    });
    expect(failed).toEqual([]);
    expect(begun).toEqual(["a1", "b1", "a2", "a3"]);
  });

  it("reports what failed with all that follows in its group, and no more", async () => {
    const handled: string[] = [];
    const records = [record("a1", "a"), record("a2", "a"), record("a3", "a"), record("b1", "b")];
    const failed = await run(records, async (body) => {
      handled.push(body);
      if (body === "a2") throw new Error("not now");
    });
    expect(failed).toEqual(["a2", "a3"]);
    expect(handled.toSorted()).toEqual(["a1", "a2", "b1"]);
    expect(lines.join("")).toContain('"receives":2');
    expect(lines.join("")).toContain("not now");
  });

  it("takes messages without a group each for themselves", async () => {
    const failed = await run([record("1"), record("2"), record("3")], async (body) => {
      if (body === "1") throw new Error("unreadable");
    });
    expect(failed).toEqual(["1"]);
  });

  it("writes one access line a batch", async () => {
    await run([record("1"), record("2")], async () => undefined);
    const access = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === "access");
    expect(access).toMatchObject([{ route: "job deliver", status: 200 }]);
  });
});
