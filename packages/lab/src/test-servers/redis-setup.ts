import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { TestProject } from "vitest/node";
export async function setup(project: TestProject) {
  const s = createServer();
  await new Promise<void>((r) => s.listen(0, "127.0.0.1", () => r()));
  const port = (s.address() as { port: number }).port;
  await new Promise((r) => s.close(r));
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: "ignore" },
  );
  project.provide("redisUrl", `redis://127.0.0.1:${port}`);
  await new Promise((r) => setTimeout(r, 300));
  return () => {
    child.kill("SIGKILL");
  };
}
declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
  }
}
