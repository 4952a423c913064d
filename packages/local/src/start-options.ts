import { parseArgs } from "node:util";

export interface StartOptions {
  readonly port: number;
  /** Absolute, or relative to the working directory; absent: `.parley` in the checkout. */
  readonly dataDir: string | undefined;
  readonly reset: boolean;
  readonly dev: boolean;
  readonly seedDemo: boolean;
  /** Whether a saved handler is bundled again. */
  readonly watch: boolean;
  readonly remoteStoresAllowed: boolean;
  readonly help: boolean;
}

export const usage = `npm start -- [options]

  --port N                the page on port N, the WebSocket API on N+1, the inbox on N+2 (default 3000)
  --data-dir PATH         keep data and logs there (default .parley in the checkout)
  --reset                 forget all data first
  --seed-demo             make a few people and a lively room, once
  --no-watch              do not look for saved handlers, which takes memory
  --dev                   serve the page from its sources, with reload on save
  --allow-remote-stores   accept a REDIS_URL or DATABASE_URL on another machine
  --help                  this text`;

const defaultPort = 3000;
const portMax = 65_535 - 2;

/** @throws {Error} with one sentence about what is wrong. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      "data-dir": { type: "string" },
      reset: { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      "no-watch": { type: "boolean", default: false },
      "seed-demo": { type: "boolean", default: false },
      "allow-remote-stores": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const port = values.port === undefined ? defaultPort : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > portMax) {
    throw new Error(`--port wants a number from 1 to ${portMax}, not ${values.port}.`);
  }
  return {
    port,
    dataDir: values["data-dir"],
    reset: values.reset,
    dev: values.dev,
    seedDemo: values["seed-demo"],
    watch: !values["no-watch"],
    remoteStoresAllowed: values["allow-remote-stores"],
    help: values.help,
  };
}
