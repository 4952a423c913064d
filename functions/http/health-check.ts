/** A store that the service cannot do without. */
export interface HealthCheck {
  readonly name: string;
  /** Asks the store something trivial; throws when it is out of reach. */
  readonly run: () => Promise<unknown>;
}

export interface HealthResult {
  readonly status: "ok" | "unavailable";
  readonly durationMs: number;
}

/** Long enough for a cold connection, short enough for a monitor. */
const timeoutMs = 2_500;

/** Runs all checks at once, each with a short time-out; what went wrong goes to `report`, not into the result. */
export async function runChecks(
  checks: readonly HealthCheck[],
  report: (error: unknown) => void,
): Promise<Record<string, HealthResult>> {
  const entries = checks.map(async ({ name, run }) => [name, await runCheck(run, report)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function runCheck(
  run: () => Promise<unknown>,
  report: (error: unknown) => void,
): Promise<HealthResult> {
  const startedAtMs = Date.now();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The store did not answer in time.")), timeoutMs);
  try {
    await Promise.race([run(), late]);
    return { status: "ok", durationMs: Date.now() - startedAtMs };
  } catch (error) {
    report(error);
    return { status: "unavailable", durationMs: Date.now() - startedAtMs };
  } finally {
    clearTimeout(timer);
  }
}
