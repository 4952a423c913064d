/**
 * Runs the migrations once per deployment that changes them, before the new code takes traffic.
 *
 * The invocation is repeated whenever the bundle of `migrate` changes, which carries the SQL; a run that
 * finds nothing to do does nothing. When it fails the deployment stops, and the old code goes on with
 * the old schema.
 */
export interface Migration {
  /** The value, once the database is up to date: whoever waits for it starts after the migration. */
  after<T>(value: $util.Input<T>): $util.Output<T>;
}

export function runMigration(migrate: sst.aws.Function): Migration {
  const invocation = new aws.lambda.Invocation("Migration", {
    functionName: migrate.name,
    input: JSON.stringify({}),
    triggers: { code: migrate.nodes.function.s3Key.apply((key) => key ?? "") },
  });
  return {
    after: (value) => $resolve([value, invocation.result] as const).apply(([ready]) => ready) as never,
  };
}
