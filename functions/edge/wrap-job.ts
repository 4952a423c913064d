import type { FunctionName } from "@parley/topology";
import type { Invocation } from "./invocation.ts";
import { type LambdaFunction, stack } from "./stack.ts";
import { openTelemetry } from "./telemetry.ts";

const done = 200;

/**
 * Wraps a job: a function that a schedule, a queue or a deployment invokes. What it throws is logged and
 * thrown on, so that Lambda counts it as failed and its source may try again.
 */
export function wrapJob<E, R>(
  name: FunctionName,
  run: (event: E, invocation: Invocation) => Promise<R>,
): LambdaFunction<E, R> {
  return stack<E, R>({
    telemetry: openTelemetry(name),
    describe: () => ({ access: { route: `job ${name}` } }),
    answer: undefined,
    run: async (event, context) => {
      const result = await run(event, context.edge);
      context.edge.access.status = done;
      return result;
    },
  });
}
