import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where a cloud answers; elsewhere after each start. */
interface Doors {
  readonly apiUrl: string;
  readonly inboxUrl: string;
  readonly databaseUrl: string;
}

const worker = fileURLToPath(new URL("cloud.worker.ts", import.meta.url));

/** A cloud that is killed in the middle of whatever it does, and started again on the same data. */
export class MortalCloud {
  readonly #dataDir: string;
  #child: ChildProcess | undefined;
  #doors: Doors | undefined;

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  static async create(): Promise<MortalCloud> {
    const cloud = new MortalCloud(await mkdtemp(join(tmpdir(), "parley-mortal-")));
    await cloud.start();
    return cloud;
  }

  get doors(): Doors {
    if (this.#doors === undefined) throw new Error("The cloud is not there.");
    return this.#doors;
  }

  async start(): Promise<void> {
    const child = fork(worker, [this.#dataDir], {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`The cloud ended with ${code} before it was there.`);
    });
    ended.catch(() => undefined);
    [this.#doors] = (await Promise.race([once(child, "message"), ended])) as [Doors];
  }

  /** Kills it so many ms after `act` has begun; what `act` came to is undefined when it was cut off. */
  async killDuring<T>(afterMs: number, act: () => Promise<T>): Promise<T | undefined> {
    const acting = act().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.#kill();
    const outcome = await acting;
    await this.start();
    return outcome;
  }

  async stop(): Promise<void> {
    await this.#kill();
    await rm(this.#dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async #kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}
