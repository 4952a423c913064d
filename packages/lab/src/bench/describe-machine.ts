import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem } from "node:os";
import { canPin } from "./pin-process.ts";

const libraries = ["ws", "socket.io", "@socket.io/redis-streams-adapter", "ioredis", "pg", "undici"];

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly pinned: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

/** What a figure means nothing without. */
export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? "unknown",
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    pinned: canPin,
    versions: {
      node: process.versions.node,
      ...Object.fromEntries(libraries.map((name) => [name, versionOf(name)])),
    },
  };
}

/** From the manifest beside the entry: not every package exports its own. */
function versionOf(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };
  return version;
}
