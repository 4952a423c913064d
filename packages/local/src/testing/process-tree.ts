/** What a test asks the system about the processes that the local cloud started. Linux only. */
import { readdir, readFile, readlink } from "node:fs/promises";
import { isAlive, listChildren } from "../servers/process-table.ts";

/** `pid` and everything below it. */
export async function listTree(pid: number): Promise<readonly number[]> {
  const children = await listChildren(pid);
  const below = await Promise.all(children.map(listTree));
  return [pid, ...below.flat()];
}

export const listAlive = (pids: readonly number[]): readonly number[] => pids.filter(isAlive);

const listening = "0A";

/** A socket that listens for TCP; the address in hex, as the kernel writes it. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

const loopbacks = new Set(["0100007F", "00000000000000000000000001000000"]);

export const isOnLoopback = ({ address }: Listener): boolean => loopbacks.has(address);

/** Those of these processes. */
export async function listListeners(pids: readonly number[]): Promise<readonly Listener[]> {
  const inodes = new Set((await Promise.all(pids.map(listSocketInodes))).flat());
  const listeners: Listener[] = [];
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(table, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      if (state !== listening || !inodes.has(inode)) continue;
      const [address = "", port = ""] = local.split(":");
      listeners.push({ address, port: Number.parseInt(port, 16) });
    }
  }
  return listeners;
}

async function listSocketInodes(pid: number): Promise<readonly string[]> {
  const dir = `/proc/${pid}/fd`;
  const links = (await readdir(dir).catch(() => [])).map((fd) => readlink(`${dir}/${fd}`).catch(() => ""));
  return (await Promise.all(links)).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
