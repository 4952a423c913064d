/** The ways of posting a frame that were weighed against each other; all over TLS, all signed. */
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { ApiGatewayGateway } from "@parley/stores/apigateway/apigateway-gateway";
import { readCredentials } from "@parley/stores/apigateway/aws-credentials";
import { createPostSigner } from "@parley/stores/apigateway/post-signer";
import { Agent as UndiciAgent } from "undici";
import type { PostTarget } from "./post-target.ts";

export interface Poster {
  /** Rejects unless the frame was taken. */
  post(connectionId: string, frame: Uint8Array): Promise<void>;
  close(): void;
}

export const socketsMax = 64;
const region = "us-east-1";

const refuse = (status: number | undefined) => new Error(`The target answered ${status}.`);

function openSdk({ callbackUrl, certificate }: PostTarget, tuned: boolean): Poster {
  const agent = tuned
    ? { httpsAgent: new HttpsAgent({ ca: certificate, keepAlive: true, maxSockets: socketsMax }) }
    : { httpsAgent: { ca: certificate } };
  const client = new ApiGatewayManagementApiClient({ endpoint: callbackUrl, region, requestHandler: agent });
  return {
    post: async (connectionId, frame) => {
      await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame }));
    },
    close: () => client.destroy(),
  };
}

/** Heads as objects, for clients that take no bytes. */
function createHeads(target: PostTarget) {
  const host = new URL(target.callbackUrl).host;
  const signer = createPostSigner(
    { credentials: () => readCredentials(process.env), nowMs: Date.now },
    { region, host, basePath: "/v1/@connections/" },
  );
  return (connectionId: string, frame: Uint8Array) => {
    const [first = "", ...lines] = signer.writeHead(connectionId, frame).split("\r\n");
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(":");
      if (colon > 0) headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
    }
    return { path: first.split(" ")[1] ?? "", headers };
  };
}

function openHttpsAgent(target: PostTarget): Poster {
  const { hostname, port } = new URL(target.callbackUrl);
  const agent = new HttpsAgent({ ca: target.certificate, keepAlive: true, maxSockets: socketsMax });
  const headOf = createHeads(target);
  return {
    post: (connectionId, frame) =>
      new Promise((resolve, reject) => {
        const { path, headers } = headOf(connectionId, frame);
        const request = httpsRequest({ agent, hostname, port, method: "POST", path, headers }, (response) => {
          response.resume();
          response.once("end", () =>
            response.statusCode === 200 ? resolve() : reject(refuse(response.statusCode)),
          );
        });
        request.once("error", reject);
        request.end(frame);
      }),
    close: () => agent.destroy(),
  };
}

function openUndici(target: PostTarget): Poster {
  const { origin } = new URL(target.callbackUrl);
  const agent = new UndiciAgent({
    connections: socketsMax,
    pipelining: 1,
    connect: { ca: target.certificate },
  });
  const headOf = createHeads(target);
  return {
    post: (connectionId, frame) =>
      new Promise((resolve, reject) => {
        const { path, headers } = headOf(connectionId, frame);
        let status = 0;
        agent.dispatch(
          { origin, path, method: "POST", headers, body: frame },
          {
            onRequestStart: () => {},
            onResponseStart: (_controller, code) => {
              status = code;
            },
            onResponseData: () => {},
            onResponseEnd: () => (status === 200 ? resolve() : reject(refuse(status))),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
    close: () => void agent.destroy(),
  };
}

function openParley({ callbackUrl, certificate }: PostTarget): Poster {
  let failure: unknown;
  const gateway = new ApiGatewayGateway(callbackUrl, (error) => (failure = error), {
    socketsMax,
    secure: { ca: certificate },
  });
  return {
    post: async (connectionId, frame) => {
      const outcome = await gateway.post(connectionId, frame);
      if (outcome !== "delivered") throw new Error(`The post was ${outcome}.`, { cause: failure });
    },
    close: () => gateway.disconnect(),
  };
}

/** Opens a way of posting, by its name in the report. */
export const posters = {
  "AWS SDK, default client": (target: PostTarget) => openSdk(target, false),
  "AWS SDK, agent of 64 sockets": (target: PostTarget) => openSdk(target, true),
  "node:https, our signer": openHttpsAgent,
  "undici dispatch, our signer": openUndici,
  Parley: openParley,
} as const satisfies Record<string, (target: PostTarget) => Poster>;

export type PosterName = keyof typeof posters;
