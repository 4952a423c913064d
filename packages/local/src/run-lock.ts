/**
 * One stack per data directory: a socket that answers while its owner lives. The system closes it when
 * the process goes, so that a crash leaves nothing that a later start could take for a running stack,
 * as a file with a process id would.
 */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RunLock {
  /** What a second start is told, such as the addresses. */
  describe(text: string): void;
  release(): Promise<void>;
}

/** A path in a Unix socket's address has room for about a hundred bytes on every system. */
const socketPathBytesMax = 100;
const answerTimeoutMs = 2_000;

/** @throws {Error} that says so, when a stack runs on this directory. */
export async function takeRunLock(dataDir: string): Promise<RunLock> {
  const path = chooseSocketPath(dataDir);
  let text = `process ${process.pid}`;
  const listen = () => listenOnSocket(path, () => text);
  let server: Server;
  try {
    server = await listen();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    const answer = await askOwner(path);
    if (answer !== undefined)
      throw new Error(`Parley is already running on ${dataDir}: ${answer}`, { cause: error });
    rmSync(path, { force: true });
    server = await listen();
  }
  return {
    describe: (fresh) => {
      text = fresh;
    },
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function chooseSocketPath(dataDir: string): string {
  const inside = join(dataDir, "run.sock");
  if (Buffer.byteLength(inside) <= socketPathBytesMax) return inside;
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  return join(tmpdir(), `parley-${digest}.sock`);
}

async function listenOnSocket(path: string, describe: () => string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(describe());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  server.unref();
  return server;
}

/** The owner's answer; undefined when nobody listens any more. */
function askOwner(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path);
    socket.setTimeout(answerTimeoutMs, () => socket.destroy());
    socket.on("data", (chunk) => (text += chunk.toString("utf8")));
    socket.on("error", () => resolve(undefined));
    // One that accepts and says nothing in time is alive and busy.
    socket.on("close", (failed) => resolve(failed ? undefined : text || "it is busy"));
  });
}
