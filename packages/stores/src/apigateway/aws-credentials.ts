/** What signs a request; a session token goes with keys that expire, as Lambda's do. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the credentials that Lambda puts into the environment.
 *
 * Source: "Defined runtime environment variables", AWS Lambda developer guide.
 *
 * @throws {Error} when there are none.
 */
export function readCredentials(environment: Environment): AwsCredentials {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey)
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing: nothing can be posted.");
  return { accessKeyId, secretAccessKey, sessionToken: environment["AWS_SESSION_TOKEN"] || undefined };
}

/** @throws {Error} when the environment names no region. */
export function readRegion(environment: Environment): string {
  const region = environment["AWS_REGION"] || environment["AWS_DEFAULT_REGION"];
  if (!region) throw new Error("AWS_REGION is missing: nothing can be signed.");
  return region;
}
