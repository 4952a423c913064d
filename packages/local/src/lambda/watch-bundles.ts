/**
 * Bundles again what is saved, one function after another: on a laptop two at once come later, both of them.
 *
 * Each function has a builder of its own, which knows what it has parsed: a save costs the functions that hold
 * the file some tenths of a second each, and the others nothing. As `sst dev` does, and other than a deployment,
 * nothing is minified, which would cost as much again. esbuild's own watch looks at files only every other
 * second.
 */
import { type BuildContext, context, type Message } from "esbuild";
import { type BundleInput, describeBuild, keepOutputs, listNames } from "./function-build.ts";
import { watchSources } from "./watch-sources.ts";

export interface BundleWatch<Name extends string> {
  /** A function is being built; with nothing when its code is the same, or does not compile. */
  readonly building: (name: Name, file: Promise<string | undefined>) => void;
  readonly failed: (reason: string) => void;
  /** Of several functions that hold a saved file the one with the highest is built first. */
  readonly urgencyOf: (name: Name) => number;
}

/** An editor truncates a file before it writes it: what fails is told when no other build has followed. */
const settleMs = 300;

/** Watches the sources that the bundles were made of, and makes the builders meanwhile. */
export function watchBundles<Name extends string>(
  input: BundleInput<Name>,
  known: ReadonlyMap<Name, ReadonlySet<string>>,
  watch: BundleWatch<Name>,
): { stop(): Promise<void> } {
  const inputs = new Map(known);
  const builders = new Map<Name, Promise<BuildContext>>();
  const latest = new Map<Name, string>();
  const telling = new Map<Name, NodeJS.Timeout>();
  const saved = new Set<Name>();
  const cold = new Set(listNames(input));
  const stopping = new AbortController();
  let working: Promise<void> | undefined;

  const build = async (name: Name): Promise<string> => {
    cold.delete(name);
    const builder =
      builders.get(name) ?? context(describeBuild(input, input.functions[name], { minify: false }));
    builders.set(name, builder);
    const built = await keepOutputs(input, name, await (await builder).rebuild());
    inputs.set(name, built.inputs);
    watcher.follow([...inputs.values()]);
    return built.file;
  };
  const rebuild = async (name: Name): Promise<void> => {
    clearTimeout(telling.get(name));
    const file = build(name).then(
      (fresh) => {
        if (fresh === latest.get(name)) return undefined;
        latest.set(name, fresh);
        return fresh;
      },
      (error: unknown) => {
        const reason = describeFailedBuild(error);
        telling.set(name, setTimeout(() => watch.failed(reason), settleMs).unref());
        return undefined;
      },
    );
    watch.building(name, file);
    await file;
  };
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const [name] = [...saved].toSorted((left, right) => watch.urgencyOf(right) - watch.urgencyOf(left));
      const [unknown] = cold;
      if (name !== undefined) {
        saved.delete(name);
        await rebuild(name);
      } else if (unknown === undefined) return;
      // What does not build says so when it is saved.
      else
        await build(unknown)
          .then((file) => latest.set(unknown, file))
          .catch(() => {});
    }
  };
  const wake = () => {
    working ??= work().finally(() => {
      working = undefined;
    });
  };
  const watcher = watchSources((paths) => {
    for (const [name, own] of inputs) {
      if (paths.some((path) => own.has(path))) saved.add(name);
    }
    wake();
  });
  watcher.follow([...inputs.values()]);
  wake();
  return {
    stop: async () => {
      stopping.abort();
      watcher.stop();
      await working;
      for (const timer of telling.values()) clearTimeout(timer);
      const made = await Promise.allSettled(builders.values());
      await Promise.all(made.map((each) => each.status === "fulfilled" && each.value.dispose()));
    },
  };
}

function describeFailedBuild(error: unknown): string {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) {
    return error.errors.map(describeError).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}

const describeError = ({ location, text }: Message) => `${location?.file ?? "esbuild"}: ${text}`;
