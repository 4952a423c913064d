/**
 * Redis in the cloud: ElastiCache for Valkey, spoken to with TLS and a password.
 *
 * `maxmemory-policy`: rooms that nobody listens to carry a time to live, and so do tickets and buckets;
 * those go first, least recently used, when memory runs short. A room in use is never evicted: when
 * nothing is left to evict a write fails, which the functions answer with `unavailable`.
 */
export const cache = {
  engine: "valkey",
  version: "8.0",
  /** The serverless cache names its engine's major version alone. */
  serverlessVersion: "8",
  port: 6379,
  parameters: { "maxmemory-policy": "volatile-lru" },
  /** Upper bounds of the serverless variant; at idle it is billed for 100 MB. */
  serverless: { storageGbMax: 5, ecpuPerSecondMax: 15_000 },
} as const;
