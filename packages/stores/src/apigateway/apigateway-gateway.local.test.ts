import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  connectToy,
  startToyGateway,
  type ToyGateway,
  toyCredentials,
} from "@parley/local/testing/toy-gateway";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiGatewayGateway, type GatewayTuning } from "./apigateway-gateway.ts";
import {
  okAnswer,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
} from "./testing/scripted-server.ts";

const frame = Buffer.from('{"type":"events"}');
const stops: (() => unknown)[] = [];
let failures: unknown[];

beforeEach(() => {
  failures = [];
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", toyCredentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", toyCredentials.secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", toyCredentials.sessionToken);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops.splice(0).toReversed()) await stop();
});

function open(callbackUrl: string, tuning: GatewayTuning = {}): ApiGatewayGateway {
  const gateway = new ApiGatewayGateway(callbackUrl, (error) => failures.push(error), tuning);
  stops.push(() => gateway.disconnect());
  return gateway;
}

async function scripted(answer: (request: ScriptedRequest) => void): Promise<ScriptedServer> {
  const server = await startScriptedServer(answer);
  stops.push(() => server.stop());
  return server;
}

async function toy(options: Parameters<typeof startToyGateway>[0] = {}): Promise<ToyGateway> {
  const started = await startToyGateway(options);
  stops.push(() => started.stop());
  return started;
}

async function connected(started: ToyGateway) {
  const client = await connectToy(started.url);
  const [view] = started.gateway.connections();
  return { client, id: view?.connectionId ?? "" };
}

describe("posting to the gateway", () => {
  it("delivers frames byte for byte, whatever their size", async () => {
    const started = await toy();
    const { client, id } = await connected(started);
    const gateway = open(started.callbackUrl);
    for (const text of ["{}", JSON.stringify({ text: "ä€😀" }), JSON.stringify("x".repeat(120 * 1024))]) {
      expect(await gateway.post(id, Buffer.from(text))).toBe("delivered");
      expect(await client.next()).toEqual(JSON.parse(text));
    }
    expect(failures).toEqual([]);
  });

  it("tells a connection that is gone from one that is there, and closes", async () => {
    const started = await toy();
    const { client, id } = await connected(started);
    const gateway = open(started.callbackUrl);
    await gateway.close(id);
    expect((await client.closed).code).toBe(1000);
    expect(await gateway.post(id, frame)).toBe("gone");
    await gateway.close(id);
    expect(failures).toEqual([]);
  });

  it("answers busy above the gateway's rate", async () => {
    const started = await toy({ quotas: { requestsPerSecond: 1, requestsBurst: 2 } });
    const { id } = await connected(started);
    const gateway = open(started.callbackUrl);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => gateway.post(id, frame)));
    expect(outcomes).toContain("busy");
    expect(failures).toEqual([]);
  });

  it("reports a frame that is too large, and posts on", async () => {
    const started = await toy();
    const { client, id } = await connected(started);
    const gateway = open(started.callbackUrl);
    expect(await gateway.post(id, Buffer.alloc(200 * 1024, "x"))).not.toBe("delivered");
    expect(await gateway.post(id, frame)).toBe("delivered");
    expect(await client.next()).toEqual({ type: "events" });
  });

  it("reports a signature that is refused", async () => {
    const started = await toy();
    const { id } = await connected(started);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "another");
    expect(await open(started.callbackUrl).post(id, frame)).toBe("failed");
    expect(String(failures[0])).toContain("403 InvalidSignatureException");
  });

  it("reports that there are no credentials, and takes them when they come", async () => {
    const started = await toy();
    const { id } = await connected(started);
    const gateway = open(started.callbackUrl);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    expect(await gateway.post(id, frame)).toBe("failed");
    expect(String(failures[0])).toContain("AWS_ACCESS_KEY_ID");
    vi.stubEnv("AWS_ACCESS_KEY_ID", toyCredentials.accessKeyId);
    expect(await gateway.post(id, Buffer.from(frame))).toBe("delivered");
  });
});

describe("answers", () => {
  it.each([
    [200, "delivered", 0],
    [410, "gone", 0],
    [429, "busy", 0],
    [500, "busy", 0],
    [503, "busy", 0],
    [400, "failed", 1],
    [403, "failed", 1],
    [413, "failed", 1],
    [302, "failed", 1],
  ])("%i is %s", async (status, outcome, reported) => {
    const server = await scripted(({ socket }) => socket.write(okAnswer.replace("200 OK", `${status} X`)));
    const gateway = open(server.callbackUrl);
    expect(await gateway.post("id", frame)).toBe(outcome);
    expect(failures).toHaveLength(reported);
    expect(server.requests).toHaveLength(1);
  });

  it("that are none are reported, and the next post goes over another connection", async () => {
    const server = await scripted(({ socket, number }) =>
      socket.write(number === 1 ? "SSH-2.0-OpenSSH_9.9\r\n\r\n" : okAnswer),
    );
    const gateway = open(server.callbackUrl);
    expect(await gateway.post("id", frame)).toBe("failed");
    expect(await gateway.post("id", frame)).toBe("delivered");
    expect(server.connections).toHaveLength(2);
    expect(failures).toHaveLength(1);
  });

  it("that come too late count as none: neither a silent nor a dribbling gateway holds a post up", async () => {
    const server = await scripted(({ socket, number }) => {
      if (number === 1) return;
      const dribble = setInterval(() => socket.write("H"), 20);
      socket.once("close", () => clearInterval(dribble));
    });
    const gateway = open(server.callbackUrl, { requestTimeoutMs: 200 });
    const startedMs = performance.now();
    expect(await gateway.post("id", frame)).toBe("busy");
    expect(await gateway.post("id", frame)).not.toBe("delivered");
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    expect(server.requests).toHaveLength(2);
  });

  it("that come slowly but in time are taken, piece by piece", async () => {
    const server = await scripted(async ({ socket }) => {
      for (const piece of okAnswer.match(/[^]{1,20}/g) ?? []) {
        socket.write(piece);
        await sleep(5);
      }
    });
    expect(await open(server.callbackUrl).post("id", frame)).toBe("delivered");
  });
});

describe("connections", () => {
  it("are used again, the one used last first", async () => {
    const server = await scripted(({ socket }) => socket.write(okAnswer));
    const gateway = open(server.callbackUrl);
    await Promise.all([gateway.post("a", frame), gateway.post("b", frame)]);
    for (let again = 0; again < 5; again += 1) await gateway.post("c", frame);
    expect(server.connections).toHaveLength(2);
    expect(Math.max(...server.requests.map(({ onConnection }) => onConnection))).toBe(6);
  });

  it("never exceed the maximum, and what waits for one is posted in turn", async () => {
    const server = await scripted(({ socket }) => setTimeout(() => socket.write(okAnswer), 2));
    const gateway = open(server.callbackUrl, { socketsMax: 3 });
    const ids = Array.from({ length: 50 }, (_, at) => `id${at}`);
    const outcomes = await Promise.all(ids.map((id) => gateway.post(id, frame)));
    expect(outcomes.every((outcome) => outcome === "delivered")).toBe(true);
    expect(server.connections).toHaveLength(3);
    expect(server.requests.map(({ head }) => /id\d+/.exec(head)?.[0])).toEqual(ids);
  });

  it("that the gateway closes when idle are replaced", async () => {
    const server = await scripted(({ socket }) => socket.write(okAnswer));
    const gateway = open(server.callbackUrl);
    expect(await gateway.post("id", frame)).toBe("delivered");
    server.connections[0]?.end();
    await sleep(20);
    expect(await gateway.post("id", frame)).toBe("delivered");
    expect(server.connections).toHaveLength(2);
  });

  it("that die under a repeated use, before any byte of an answer, are tried once on a fresh one", async () => {
    const server = await scripted(({ socket, onConnection }) => {
      if (onConnection === 1) socket.write(okAnswer);
      else socket.resetAndDestroy();
    });
    const gateway = open(server.callbackUrl);
    expect(await gateway.post("first", frame)).toBe("delivered");
    expect(await gateway.post("second", frame)).toBe("delivered");
    expect(server.requests.map(({ head }) => /first|second/.exec(head)?.[0])).toEqual([
      "first",
      "second",
      "second",
    ]);
    expect(failures).toEqual([]);
  });

  it("that die on their first use are not tried again, and neither are two in a row", async () => {
    const server = await scripted(({ socket, number }) => {
      if (number === 1) socket.write(okAnswer);
      else socket.destroy();
    });
    const gateway = open(server.callbackUrl);
    await gateway.post("id", frame);
    expect(await gateway.post("id", frame)).toBe("busy");
    expect(server.requests).toHaveLength(3);
    expect(await gateway.post("id", frame)).toBe("busy");
    expect(server.requests).toHaveLength(4);
  });

  it("that die in the middle of an answer lose the post: it may have been taken", async () => {
    const server = await scripted(({ socket, number }) => {
      if (number === 1) socket.write(okAnswer);
      else socket.end("HTTP/1.1 20");
    });
    const gateway = open(server.callbackUrl);
    await gateway.post("id", frame);
    expect(await gateway.post("id", frame)).toBe("busy");
    expect(server.requests).toHaveLength(2);
  });

  it("on which something comes unasked are not used again", async () => {
    const server = await scripted(({ socket }) => {
      socket.write(okAnswer);
      setTimeout(() => socket.write(okAnswer), 5);
    });
    const gateway = open(server.callbackUrl);
    await gateway.post("id", frame);
    await sleep(30);
    expect(await gateway.post("id", frame)).toBe("delivered");
    expect(server.connections).toHaveLength(2);
  });

  it("are not used again after Connection: close", async () => {
    const server = await scripted(({ socket }) =>
      socket.write(okAnswer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")),
    );
    const gateway = open(server.callbackUrl);
    await gateway.post("id", frame);
    await gateway.post("id", frame);
    expect(server.connections).toHaveLength(2);
  });

  it("that were idle for long are not used again", async () => {
    const server = await scripted(({ socket }) => socket.write(okAnswer));
    const gateway = open(server.callbackUrl, { idleTimeoutMs: 20 });
    await gateway.post("id", frame);
    await sleep(40);
    await gateway.post("id", frame);
    expect(server.connections).toHaveLength(2);
  });

  it("that are refused are an outcome, and the gateway's return is noticed", async () => {
    const server = await startScriptedServer(({ socket }) => socket.write(okAnswer));
    const port = Number(new URL(server.callbackUrl).port);
    await server.stop();
    const gateway = open(server.callbackUrl);
    expect(await gateway.post("id", frame)).toBe("busy");
    const back = await startScriptedServer(({ socket }) => socket.write(okAnswer), { port });
    stops.push(() => back.stop());
    expect(await gateway.post("id", frame)).toBe("delivered");
  });

  it("let the process end when nothing is under way", async () => {
    const server = await scripted(({ socket }) => socket.write(okAnswer));
    const { spawn } = await import("node:child_process");
    const source = `import { ApiGatewayGateway } from ${JSON.stringify(import.meta.resolve("./apigateway-gateway.ts"))};
      const gateway = new ApiGatewayGateway(${JSON.stringify(server.callbackUrl)}, () => {});
      console.log(await gateway.post("id", new Uint8Array([1])));`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source]);
    let said = "";
    child.stdout.on("data", (chunk) => (said += String(chunk)));
    const [code] = await once(child, "exit");
    expect([code, said]).toEqual([0, "delivered\n"]);
  });
});
