import type { GenericOAuthConfig } from "better-auth/plugins/generic-oauth";
import * as z from "zod";

/** A provider that people may sign in with. */
export interface OAuthProvider {
  readonly id: OAuthProviderId;
  readonly name: string;
  readonly config: GenericOAuthConfig;
}

type OAuthProviderId = "github" | "google";

export interface OAuthSettings {
  readonly GITHUB_CLIENT_ID: string;
  readonly GITHUB_CLIENT_SECRET: string;
  readonly GITHUB_URL: string;
  readonly GOOGLE_CLIENT_ID: string;
  readonly GOOGLE_CLIENT_SECRET: string;
}

/** Those that the settings turn on. */
export function oauthProviders(settings: OAuthSettings): OAuthProvider[] {
  const providers: OAuthProvider[] = [];
  const { GITHUB_CLIENT_ID: github, GOOGLE_CLIENT_ID: google } = settings;
  if (github !== "") {
    const endpoints = githubEndpoints(settings.GITHUB_URL);
    providers.push(
      createGithub({ clientId: github, clientSecret: settings.GITHUB_CLIENT_SECRET }, endpoints),
    );
  }
  if (google !== "") {
    const client = { clientId: google, clientSecret: settings.GOOGLE_CLIENT_SECRET };
    providers.push(createGoogle(client, googleEndpoints));
  }
  return providers;
}

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface OAuthEndpoints {
  /** Names the accounts' namespace: never to be changed. */
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** Of GitHub the API's root. */
  readonly profileUrl: string;
}

/** From "OpenID Connect", Google Identity; the discovery document says the same. */
const googleEndpoints: OAuthEndpoints = {
  issuer: "https://accounts.google.com",
  authorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
  tokenUrl: "https://oauth2.googleapis.com/token",
  profileUrl: "https://openidconnect.googleapis.com/v1/userinfo",
};

/** From "Authorizing OAuth apps", GitHub; an Enterprise Server has its API below its own origin. */
function githubEndpoints(url: string): OAuthEndpoints {
  return {
    issuer: url,
    authorizationUrl: `${url}/login/oauth/authorize`,
    tokenUrl: `${url}/login/oauth/access_token`,
    profileUrl: url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`,
  };
}

const GithubProfile = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
const GithubEmails = z.array(z.object({ email: z.email(), primary: z.boolean(), verified: z.boolean() }));

function createGithub(client: OAuthClient, endpoints: OAuthEndpoints): OAuthProvider {
  const { issuer, authorizationUrl, tokenUrl, profileUrl } = endpoints;
  return {
    id: "github",
    name: "GitHub",
    config: {
      ...client,
      providerId: "github",
      accountIssuer: issuer,
      authorizationUrl,
      tokenUrl,
      scopes: ["read:user", "user:email"],
      getUserInfo: async ({ accessToken = "" }) => {
        const [profile, emails] = await Promise.all([
          fetchJson(`${profileUrl}/user`, accessToken, GithubProfile),
          fetchJson(`${profileUrl}/user/emails`, accessToken, GithubEmails),
        ]);
        const primary = emails.find((one) => one.primary);
        const { id, login, name } = profile;
        return {
          id: String(id),
          email: primary?.email,
          emailVerified: primary?.verified ?? false,
          ...splitName(name ?? login, "(GitHub)"),
          username: login,
        };
      },
    },
  };
}

const GoogleProfile = z.object({
  sub: z.string().min(1),
  email: z.email(),
  email_verified: z.boolean(),
  name: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
});

/** Exported for the test, which has a server of its own to ask. */
export function createGoogle(client: OAuthClient, endpoints: OAuthEndpoints): OAuthProvider {
  const { issuer, authorizationUrl, tokenUrl, profileUrl } = endpoints;
  return {
    id: "google",
    name: "Google",
    config: {
      ...client,
      providerId: "google",
      accountIssuer: issuer,
      authorizationUrl,
      tokenUrl,
      scopes: ["openid", "email", "profile"],
      // The profile is asked of Google itself, with the token: no signature is to be trusted.
      getUserInfo: async ({ accessToken = "" }) => {
        const profile = await fetchJson(profileUrl, accessToken, GoogleProfile);
        const { sub, email, email_verified, given_name: first, family_name: last } = profile;
        const whole = first !== undefined && last !== undefined ? { name: first, lastName: last } : undefined;
        return {
          id: sub,
          email,
          emailVerified: email_verified,
          ...(whole ?? splitName(profile.name ?? email.split("@")[0] ?? "", "(Google)")),
          username: email.split("@")[0],
        };
      },
    },
  };
}

/** The last word is the last name; who has one word gets the provider beside it, until they say better. */
function splitName(full: string, fallback: string): { name: string; lastName: string } {
  const words = full.trim().split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  return { name: words.join(" "), lastName: last ?? fallback };
}

const timeoutMs = 5_000;

async function fetchJson<T>(url: string, token: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: "application/json", "user-agent": "parley" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  return schema.parse(await response.json());
}
