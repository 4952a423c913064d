import type { Scheduler } from "./scheduler.ts";
import type { Ports } from "./service.ts";
import { startMs } from "./settings.ts";

const widthMax = 300;

/** Prints every call that takes effect, with its virtual time: how to see what a seed does. */
export function tracePorts(ports: Ports, scheduler: Scheduler, print: (line: string) => void): Ports {
  const traced = Object.entries(ports).map(([name, port]) => [name, trace(name, port as object)]);
  return Object.fromEntries(traced) as Ports;

  function trace(name: string, port: object): object {
    return new Proxy(port, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          const atMs = Math.round(scheduler.nowMs - startMs);
          const outcome: unknown = await value.apply(target, args);
          print(`${atMs} ${name}.${String(method)} ${write(args)} -> ${write(outcome)}`);
          return outcome;
        };
      },
    });
  }
}

function write(value: unknown): string {
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof Uint8Array) return new TextDecoder().decode(each);
    return each instanceof Map ? [...each] : each;
  });
  return (text ?? "nothing").slice(0, widthMax);
}
