import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentials } from "../credentials.ts";

class NodeHash {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === "string" ? secret : secret && Buffer.from(secret as Uint8Array);
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

export interface SdkRequest {
  readonly service: string;
  readonly region: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>> & { readonly host: string };
  readonly body: Uint8Array | string;
  readonly nowMs: number;
  readonly credentials: AwsCredentials;
}

/** The headers that the AWS SDK's own signer makes of a POST. */
export async function signWithSdk(input: SdkRequest): Promise<Record<string, string>> {
  const { sessionToken, ...keys } = input.credentials;
  const signer = new SignatureV4({
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    region: input.region,
    service: input.service,
    sha256: NodeHash,
    applyChecksum: false,
  });
  const request = {
    method: "POST",
    protocol: "https:",
    hostname: input.headers.host,
    path: input.path,
    query: {},
    headers: { ...input.headers },
    body: input.body,
  };
  const signed = await signer.sign(request, { signingDate: new Date(input.nowMs) });
  return signed.headers;
}
