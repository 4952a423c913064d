import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody who has an account at the provider. */
export interface OAuthPerson {
  readonly subject: number;
  readonly login: string;
  readonly name?: string;
  readonly email: string;
  readonly verified: boolean;
}

interface Grant {
  readonly person: OAuthPerson;
  readonly challenge: string;
  readonly redirectUri: string;
}

/**
 * A stand-in for an OAuth provider on loopback: it authorizes whoever is signed in there at once, takes a code once
 * and only from who knows its verifier and the client's secret, and tells profiles as GitHub's and Google's
 * documentation has them.
 */
export class OAuthServer {
  readonly client = { clientId: "parley-test", clientSecret: `secret-${randomUUID()}` };
  /** Who is signed in at the provider; undefined: whoever comes there says no. */
  person: OAuthPerson | undefined;
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, OAuthPerson>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    if (url.pathname === "/login/oauth/authorize") return this.#authorize(url, response);
    if (url.pathname === "/login/oauth/access_token") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      return this.#exchange(new URLSearchParams(Buffer.concat(chunks).toString()), response);
    }
    const person = this.#tokens.get((request.headers.authorization ?? "").replace("Bearer ", ""));
    if (person === undefined) return reply(response, 401, {});
    const { subject, login, name = null, email, verified } = person;
    const other = { email: "other@elsewhere.test", primary: false, verified: true };
    if (url.pathname === "/api/v3/user") return reply(response, 200, { id: subject, login, name, email });
    if (url.pathname === "/api/v3/user/emails") {
      return reply(response, 200, [other, { email, primary: true, verified }]);
    }
    const [first, last] = (name ?? "").split(" ");
    const names = { name: name ?? undefined, given_name: first, family_name: last };
    return reply(response, 200, { sub: String(subject), email, email_verified: verified, ...names });
  }

  #authorize({ searchParams }: URL, response: ServerResponse): void {
    const target = new URL(searchParams.get("redirect_uri") ?? "");
    target.searchParams.set("state", searchParams.get("state") ?? "");
    if (this.person === undefined) target.searchParams.set("error", "access_denied");
    else {
      const code = randomUUID();
      const challenge = searchParams.get("code_challenge") ?? "";
      const redirectUri = searchParams.get("redirect_uri") ?? "";
      this.#codes.set(code, { person: this.person, challenge, redirectUri });
      target.searchParams.set("code", code);
    }
    response.writeHead(302, { location: String(target) }).end();
  }

  #exchange(form: URLSearchParams, response: ServerResponse): void {
    const code = form.get("code") ?? "";
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isKnown =
      form.get("client_id") === this.client.clientId &&
      form.get("client_secret") === this.client.clientSecret;
    if (grant === undefined || !isKnown || grant.challenge !== challenge) {
      return reply(response, 200, { error: "bad_verification_code" });
    }
    if (grant.redirectUri !== form.get("redirect_uri"))
      return reply(response, 200, { error: "redirect_uri_mismatch" });
    const token = `token-${randomUUID()}`;
    this.#tokens.set(token, grant.person);
    reply(response, 200, { access_token: token, token_type: "bearer", scope: "user:email" });
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
