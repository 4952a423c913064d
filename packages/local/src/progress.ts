import type { CloudOptions } from "./cloud-types.ts";

export interface Progress {
  /** Runs one step of the start and tells how it goes; `note` adds to what is said of it. */
  step<Result>(name: string, run: (note: (detail: string) => void) => Promise<Result>): Promise<Result>;
}

/** Tells `listener` about every step as its state changes. */
export function createProgress(listener: CloudOptions["progress"]): Progress {
  return {
    step: async (name, run) => {
      const startedAtMs = performance.now();
      const tell = (state: "starting" | "ready", detail?: string) => {
        const tookMs = Math.round(performance.now() - startedAtMs);
        listener?.({ name, state, tookMs, ...(detail === undefined ? {} : { detail }) });
      };
      let noted: string | undefined;
      tell("starting");
      const result = await run((detail) => {
        noted = detail;
        tell("starting", detail);
      });
      tell("ready", noted);
      return result;
    },
  };
}
