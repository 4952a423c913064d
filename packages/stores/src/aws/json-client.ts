/**
 * DynamoDB and SQS in AWS's JSON protocol, as far as Parley calls them. The SDK's clients would be most of
 * what a handler that connects or sends has to load (docs/performance.md); a test compares signatures with
 * the SDK's own.
 *
 * Source: "AWS JSON 1.0 protocol", Smithy; "Error handling with DynamoDB"; "Common error types", SQS.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ChatError } from "@parley/chat/chat-error";
import { readCredentials, readRegion } from "./credentials.ts";
import { createTextPoster, type PosterOptions, type TextAnswer, type TextPoster } from "./post-text.ts";
import { type CallSigner, createCallSigner } from "./sign-call.ts";

export interface AwsJsonService {
  /** As signatures name it, and addresses. */
  readonly name: "dynamodb" | "sqs";
  /** In front of the operation in `x-amz-target`. */
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface AwsJsonOptions extends Partial<PosterOptions> {
  /** What the endpoint, the region and the credentials are read from. */
  readonly environment?: Environment;
  /** Between two attempts, on average, at first. */
  readonly retryDelayMs?: number;
}

/** A refusal of the request itself, in the service's words: a permission, a parameter, what is not there. */
export class AwsRefusal extends Error {
  readonly status: number;

  constructor(type: string, message: string, status: number) {
    super(message);
    this.name = type;
    this.status = status;
  }
}

interface Endpoint {
  readonly host: string;
  readonly poster: TextPoster;
  readonly sign: CallSigner;
}

const attemptsMax = 3;
const timeouts: PosterOptions = { connectTimeoutMs: 1_000, requestTimeoutMs: 3_000 };
const serverFault = 500;
const throttled = /Throttl|LimitExceeded|ProvisionedThroughputExceeded|TransactionInProgress/;

/** A client that fails fast, since a Lambda has seconds and not minutes. Nothing is read before the first call. */
export class AwsJsonClient {
  readonly #service: AwsJsonService;
  readonly #options: AwsJsonOptions;
  readonly #opened = new Map<string, Endpoint>();

  constructor(service: AwsJsonService, options: AwsJsonOptions = {}) {
    this.#service = service;
    this.#options = options;
  }

  /**
   * Calls an operation, up to three times.
   *
   * @param address what is called, where it has an address of its own, as a queue has; else the service's.
   * @throws {ChatError} `unavailable` when the service is out of reach, fails or throttles; {AwsRefusal} when
   *   no repeat will mend it.
   */
  async call<Answer>(operation: string, input: object, address?: string): Promise<Answer> {
    const { retryDelayMs = 50 } = this.#options;
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.#try(operation, body, address)) as Answer;
      } catch (cause) {
        if (cause instanceof AwsRefusal && !isPassing(cause)) throw cause;
        if (attempt === attemptsMax) throw new ChatError("unavailable", { cause });
      }
      await sleep(retryDelayMs * 2 ** attempt * Math.random());
    }
  }

  /** Ends the connections; only a process that is to end by itself needs it. */
  close(): void {
    for (const { poster } of this.#opened.values()) poster.close();
  }

  async #try(operation: string, body: string, address: string | undefined): Promise<unknown> {
    const environment = this.#options.environment ?? process.env;
    const { host, poster, sign } = this.#endpointOf(address, environment);
    const call = { host, target: `${this.#service.version}.${operation}`, body };
    const { status, text } = await poster.post(sign(call, readCredentials(environment), Date.now()), body);
    if (status >= 300) throw readRefusal({ status, text });
    return JSON.parse(text);
  }

  #endpointOf(address = "", environment: Environment): Endpoint {
    const known = this.#opened.get(address) ?? this.#open(address, environment);
    this.#opened.set(address, known);
    return known;
  }

  #open(address: string, environment: Environment): Endpoint {
    const { name } = this.#service;
    const region = readRegion(environment);
    const named = environment[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] || environment["AWS_ENDPOINT_URL"];
    const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    const origin = new URL(address || named || `https://${name}.${region}.${suffix}`);
    return {
      host: origin.host,
      poster: createTextPoster(origin, { ...timeouts, ...this.#options }),
      sign: createCallSigner(region, name),
    };
  }
}

function isPassing({ name, status }: AwsRefusal): boolean {
  return status >= serverFault || status === 429 || throttled.test(name);
}

function readRefusal({ status, text }: TextAnswer): AwsRefusal {
  const { __type: type, message, Message } = parseObject(text);
  const words = message ?? Message;
  return new AwsRefusal(
    typeof type === "string" ? (type.split("#").at(-1) ?? type) : "AwsRefusal",
    typeof words === "string" ? words : `answered with ${status}`,
    status,
  );
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
