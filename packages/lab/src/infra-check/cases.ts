/** The deployments whose graphs are drawn: the three stages, and every other branch of the settings. */
import type { GraphRequest } from "./graph/graph.ts";

const mail = { PARLEY_MAIL_FROM: "Parley <chat@example.com>", PARLEY_ALARM_EMAIL: "ops@example.com" };

export interface GraphCase extends GraphRequest {
  readonly name: string;
}

export const stageCases: readonly GraphCase[] = [
  {
    name: "dev, with sst dev",
    stage: "dev",
    live: true,
    variables: {
      ...mail,
      REDIS_URL: "redis://127.0.0.1:6379",
      DATABASE_URL: "postgres://parley:parley@127.0.0.1:5432/parley",
      DATABASE_WS_PROXY: "127.0.0.1:5488/v2",
    },
  },
  { name: "staging", stage: "staging", live: false, variables: mail },
  {
    name: "production",
    stage: "production",
    live: false,
    variables: { ...mail, PARLEY_DOMAIN: "chat.example.com" },
  },
];

export const settingCases: readonly GraphCase[] = [
  {
    name: "a person's own stage, with a given Postgres, a serverless cache, managed NAT and tracing",
    stage: "ada",
    live: false,
    variables: {
      PARLEY_MAIL_FROM: "chat@example.com",
      PARLEY_CACHE: "serverless",
      PARLEY_NAT: "managed",
      PARLEY_TRACING: "true",
      PARLEY_ORIGINS_EXTRA: "https://intranet.example.com",
      PARLEY_DATABASE: "url",
      PARLEY_DATABASE_WS_PROXY: "proxy.internal:443/v2",
      SST_SECRET_DatabaseUrl: "postgres://parley:secret@db.internal/parley",
    },
  },
  {
    name: "production, with a cluster of two shards and replicas, in a shared Neon project",
    stage: "production",
    live: false,
    variables: {
      ...mail,
      PARLEY_CACHE_SHARDS: "2",
      PARLEY_CACHE_REPLICAS: "1",
      PARLEY_CACHE_INSTANCE: "r7g.large",
      PARLEY_NEON_PROJECT_ID: "quiet-brook-12345678",
    },
  },
];
