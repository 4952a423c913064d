/**
 * What the two APIs let through, in requests per second and as a burst, before any code runs.
 *
 * Below the account's quotas (`websocket.quotas`), which callbacks share with frames: an answer to a
 * frame must find room too.
 */
export const throttling = {
  http: { ratePerSecond: 500, burst: 1_000 },
  websocket: { ratePerSecond: 4_000, burst: 2_000 },
} as const;
