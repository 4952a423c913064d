import { ChatError } from "@parley/chat/chat-error";
import { type CallFaults, noCallFaults } from "./fault-plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** What calls of ports may meet; it changes as the run goes on. */
export interface Weather {
  calls: CallFaults;
  /** Ports (`log`, `events`, ...) that are out of reach now. */
  readonly away: Set<string>;
}

export interface LambdaDeps {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
}

/** API Gateway waits for 29 s; no Lambda of the service is given more by its caller. */
const lambdaTimeoutMs = 29_000;
const latencyMaxMs = 4;
const slowMaxMs = 15_000;
const ghostMaxMs = 10_000;
const inFlightShare = 0.3;
/** How long a driver tries before it says that a store is out of reach. */
const refusalMs = 200;

/**
 * One invocation. Every call that it makes of a port is a point where the world goes on without it, where the
 * call may fail before or after it took effect, take effect twice, or be the last thing that the Lambda does.
 */
export class Lambda {
  readonly #deps: LambdaDeps;
  #alive = true;

  constructor(deps: LambdaDeps) {
    this.#deps = deps;
  }

  /** Runs a handler; undefined when the Lambda ended before it did. Its errors are the caller's. */
  run<T>(handle: () => Promise<T>): Promise<T | undefined> {
    const { scheduler } = this.#deps;
    return new Promise((resolve, reject) => {
      scheduler.after(lambdaTimeoutMs, () => {
        this.#alive = false;
        resolve(undefined);
      });
      this.#onCrash = () => scheduler.after(refusalMs, () => resolve(undefined));
      handle().then(resolve, reject);
    });
  }

  #onCrash: () => void = () => undefined;

  /** The port as this Lambda sees it. `name` is what an outage of it goes by. */
  wrap<P extends object>(name: string, port: P): P {
    return new Proxy(port, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => this.call(name, () => value.apply(target, args) as Promise<unknown>);
      },
    });
  }

  sleep(ms: number): Promise<void> {
    return this.#later(ms);
  }

  async call<T>(name: string, effect: () => Promise<T>): Promise<T> {
    const { random, weather } = this.#deps;
    const faults = name === "gateway" ? { ...noCallFaults, ...crashesOf(weather.calls) } : weather.calls;
    await this.#later(this.#latency(faults));
    if (weather.away.has(name)) {
      await this.#later(refusalMs);
      throw new ChatError("unavailable", { cause: new Error(`${name} is away`) });
    }
    if (random.chance(faults.failBefore)) throw this.#lost(name, "before");
    if (random.chance(faults.crashBefore)) {
      // What was sent may arrive all the same.
      if (random.chance(inFlightShare)) this.#haunt(effect);
      return this.#crash();
    }
    const outcome = await settle(effect);
    if (random.chance(faults.ghost)) this.#haunt(effect);
    if (random.chance(faults.crashAfter)) return this.#crash();
    const failed = random.chance(faults.failAfter);
    await this.#later(this.#latency(faults));
    if (failed) throw this.#lost(name, "after");
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  #haunt(effect: () => Promise<unknown>): void {
    const { scheduler, random } = this.#deps;
    scheduler.after(random.between(0, ghostMaxMs), () => void settle(effect));
  }

  #lost(name: string, when: string): ChatError {
    return new ChatError("unavailable", { cause: new Error(`${name} failed ${when} its effect`) });
  }

  #latency({ slow }: CallFaults): number {
    const { random } = this.#deps;
    return random.chance(slow) ? random.between(0, slowMaxMs) : random.between(0, latencyMaxMs);
  }

  #crash(): Promise<never> {
    this.#alive = false;
    this.#onCrash();
    return new Promise(() => undefined);
  }

  /** Never comes for a Lambda that ended meanwhile. */
  #later(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.scheduler.after(ms, () => {
        if (this.#alive) resolve();
      });
    });
  }
}

function crashesOf({ crashBefore, crashAfter, slow }: CallFaults): Partial<CallFaults> {
  return { crashBefore, crashAfter, slow: slow / 4 };
}

async function settle<T>(effect: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await effect() };
  } catch (error) {
    return { error };
  }
}
