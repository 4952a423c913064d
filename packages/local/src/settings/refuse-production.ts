/** The local cloud is for one machine: it does not start against what may be somebody's production. */

const storeNames = [
  "REDIS_URL",
  "DATABASE_URL",
  "AWS_ENDPOINT_URL_DYNAMODB",
  "AWS_ENDPOINT_URL_SQS",
  "AWS_ENDPOINT_URL_SESV2",
] as const;
const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

export interface ProductionCheck {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The caller has said in so many words that stores elsewhere are meant. */
  readonly remoteStoresAllowed: boolean;
}

/** @throws {Error} that says which setting is refused and what to do about it; never its value. */
export function refuseProduction({ environment, remoteStoresAllowed }: ProductionCheck): void {
  const stage = environment["STAGE"];
  if (stage !== undefined && stage !== "" && stage !== "local") {
    throw new Error(`STAGE is ${stage}: the local cloud runs the stage "local" only. Unset STAGE.`);
  }
  if (remoteStoresAllowed) return;
  for (const name of storeNames) {
    const text = environment[name];
    if (text === undefined || text === "") continue;
    if (!URL.canParse(text)) throw new Error(`${name} is not a URL.`);
    if (!loopbackHosts.has(new URL(text).hostname)) {
      throw new Error(
        `${name} is on another machine. Unset it to use a store of your own, or start with --allow-remote-stores.`,
      );
    }
  }
}
