/** Looks at this machine as `npm start` will, without starting or changing anything that stays. */
import { access, constants, mkdir, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { freemem } from "node:os";
import { resolve } from "node:path";
import { findPostgresBinaries } from "../servers/postgres-binaries.ts";
import { findPostgresUser } from "../servers/postgres-user.ts";
import { findRedisBinary } from "../servers/redis-binary.ts";
import { refuseProduction } from "../settings/refuse-production.ts";

export interface Finding {
  readonly name: string;
  readonly state: "fine" | "missing" | "note";
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface MachineInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The first of three. Default 3000. */
  readonly port?: number;
  /** Default `.parley` in the checkout. */
  readonly dataDir?: string;
}

const nodeMajorMin = 24;
const freeDiskBytesMin = 1024 ** 3;
const freeMemoryBytesMin = 1024 ** 3;
const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

/** Every check, in the order in which a start would meet it. It never throws. */
export async function checkMachine({ env, port = 3000, dataDir }: MachineInput): Promise<readonly Finding[]> {
  const dir = resolve(dataDir ?? resolve(import.meta.dirname, "../../../../.parley"));
  const isSet = (name: string) => (env[name] ?? "") !== "";
  return Promise.all([
    check("Node.js", checkNode),
    check("Settings", async () => {
      refuseProduction({ environment: env, remoteStoresAllowed: true });
      return { detail: "none that a start refuses before its functions are loaded" };
    }),
    check("Postgres", async () => {
      if (isSet("DATABASE_URL")) return { detail: "DATABASE_URL is set" };
      return { detail: (await findPostgresBinaries(await findPostgresUser())).postgres };
    }),
    check("Redis", async () => {
      if (isSet("REDIS_URL")) return { detail: "REDIS_URL is set" };
      return { detail: (await findRedisBinary(() => {})).command };
    }),
    check("Data", () => checkData(dir)),
    check("Memory", async () => {
      const free = freemem();
      return free >= freeMemoryBytesMin
        ? { detail: `${gigabytes(free)} free` }
        : { state: "note", detail: `${gigabytes(free)} free`, advice: "It will run, and it may swap." };
    }),
    check("Ports", () => checkPorts([port, port + 1, port + 2])),
    check("Chromium", () => checkChromium(env)),
  ]);
}

type Outcome = Pick<Finding, "detail" | "advice"> & { readonly state?: Finding["state"] };

/** What is thrown is missing, and says itself how to get it. */
async function check(name: string, run: () => Promise<Outcome>): Promise<Finding> {
  try {
    return { name, state: "fine", ...(await run()) };
  } catch (error) {
    return { name, state: "missing", detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkNode(): Promise<Outcome> {
  const detail = process.version;
  if (Number(process.versions.node.split(".")[0]) >= nodeMajorMin) return { detail };
  return {
    state: "missing",
    detail,
    advice: "Run it by npm: npm ci brings Lambda's own version, which every npm script then uses.",
  };
}

async function checkData(dir: string): Promise<Outcome> {
  await mkdir(dir, { recursive: true });
  await access(dir, constants.W_OK);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  if (free >= freeDiskBytesMin) return { detail: `${dir}, ${gigabytes(free)} free` };
  return {
    state: "missing",
    detail: `${dir}, ${gigabytes(free)} free`,
    advice: "Make room, or choose another place: npm start -- --data-dir PATH",
  };
}

async function checkPorts(ports: readonly number[]): Promise<Outcome> {
  const free = await Promise.all(ports.map(isFree));
  const taken = ports.filter((_, index) => free[index] !== true);
  if (taken.length === 0) return { detail: `${ports.join(", ")} are free` };
  return {
    state: "note",
    detail: `${taken.join(", ")} in use`,
    advice: "By Parley itself, if it runs. Else: npm start -- --port N",
  };
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((settle) => {
    server.once("error", () => settle(false));
    server.listen(port, "127.0.0.1", () => server.close(() => settle(true)));
  });
}

async function checkChromium(env: MachineInput["env"]): Promise<Outcome> {
  const path = env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const found = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (found) return { detail: path };
  return {
    state: "note",
    detail: "none; it is needed for the tests of the page only",
    advice: "apt-get install chromium, or set CHROMIUM_PATH",
  };
}
