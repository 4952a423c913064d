import { type LookupAddress, lookup } from "node:dns";
import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { HookOutcome, HookPostInput, HookSender } from "@parley/chat/hook/outgoing-hook-store";
import { isPublicAddress } from "./public-address.ts";
import { signWebhook } from "./sign-webhook.ts";

export interface HookSenderOptions {
  /** `any` lets the local cloud send to this machine, without TLS. */
  readonly targets: "public" | "any";
  /** From the first step of connecting to the receiver's status. */
  readonly timeoutMs?: number;
  /** Finds the addresses of a name; the system's resolver where absent. */
  readonly resolve?: Resolve;
}

type Resolve = (name: string, answer: (error: Error | null, found: LookupAddress[]) => void) => void;

const resolveBySystem: Resolve = (name, answer) => lookup(name, { all: true }, answer);

const timeoutMsDefault = 5_000;
const goneStatus = 410;

/**
 * `HookSender` over HTTPS.
 *
 * Nothing inside the network is reached through it: names are resolved here, every address is looked at, and the
 * connection goes to what was looked at and not to what the name says a moment later. Redirects are not followed,
 * no connection is kept, and of an answer the status alone is read.
 */
export class HttpHookSender implements HookSender {
  readonly #anywhere: boolean;
  readonly #timeoutMs: number;
  readonly #resolve: Resolve;

  constructor({ targets, timeoutMs = timeoutMsDefault, resolve = resolveBySystem }: HookSenderOptions) {
    this.#resolve = resolve;
    this.#anywhere = targets === "any";
    this.#timeoutMs = timeoutMs;
  }

  findFault(text: string): string | undefined {
    if (!URL.canParse(text)) return "must be an address";
    const url = new URL(text);
    if (url.username !== "" || url.password !== "") return "must not hold a password";
    if (url.protocol !== "https:" && !(this.#anywhere && url.protocol === "http:")) {
      return "must begin with https://";
    }
    const host = hostOf(url);
    const inside = isIP(host) === 0 ? /(^|\.)localhost\.?$/i.test(host) : !isPublicAddress(host);
    return inside && !this.#anywhere ? "must be on the public internet" : undefined;
  }

  async post({ url, secret, id, sentAtMs, body }: HookPostInput): Promise<HookOutcome> {
    const fault = this.findFault(url);
    if (fault !== undefined) return failed(`The address ${fault}.`);
    const headers = {
      ...signWebhook(secret, { id, atMs: sentAtMs, body }),
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Parley-Webhooks/1",
    };
    try {
      const status = await this.#send(new URL(url), headers, body);
      if (status >= 200 && status < 300) return { kind: "accepted" };
      if (status >= 300 && status < 400) return failed(`It answered ${status}; redirects are not followed.`);
      return { ...failed(`It answered ${status}.`), gone: status === goneStatus };
    } catch (error) {
      return failed(describe(error, this.#timeoutMs));
    }
  }

  #send(url: URL, headers: Record<string, string>, body: string): Promise<number> {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const { promise, resolve: settle, reject } = Promise.withResolvers<number>();
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const publicOnly = this.#anywhere ? undefined : lookUpPublic(this.#resolve);
    const request: ClientRequest = send(url, {
      method: "POST",
      headers,
      agent: false,
      signal,
      ...(publicOnly !== undefined && { lookup: publicOnly }),
    });
    request.on("response", (response) => {
      settle(response.statusCode ?? 0);
      // Whatever else it says is not read, and must not keep this waiting.
      response.on("error", () => undefined);
      response.destroy();
    });
    request.on("error", reject);
    request.end(body);
    return promise;
  }
}

class PrivateAddressError extends Error {}

/** Resolves a name to its addresses, and to none unless all of them are public. */
function lookUpPublic(resolve: Resolve): LookupFunction {
  return (name, options, answer) => {
    resolve(name, (error, found) => {
      if (error !== null) return answer(error, []);
      const [first] = found;
      if (first === undefined || found.some(({ address }) => !isPublicAddress(address))) {
        return answer(new PrivateAddressError(), []);
      }
      return options.all === true ? answer(null, found) : answer(null, first.address, first.family);
    });
  };
}

/** Without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function failed(failure: string): Extract<HookOutcome, { kind: "failed" }> {
  return { kind: "failed", failure, gone: false };
}

/** For the room's hosts: what happened, and nothing of what a resolver or a stack says. */
function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof PrivateAddressError) return "Its name does not lead to the public internet.";
  if (!(error instanceof Error)) return "It could not be reached.";
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return `It did not answer within ${timeoutMs / 1_000} s.`;
  }
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `It could not be reached${code}.`;
}
