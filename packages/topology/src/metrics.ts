/**
 * The metrics that functions publish, in CloudWatch's embedded format, with the dimensions `service` (the
 * function) and `stage`; `refusals` has `code` beside them.
 */
export const metrics = {
  namespace: "Parley",
  calls: "Calls",
  durationMs: "DurationMs",
  coldStart: "ColdStart",
  refusals: "Refusals",
  posts: {
    delivered: "Posts.delivered",
    gone: "Posts.gone",
    busy: "Posts.busy",
    failed: "Posts.failed",
  },
  commitMs: "CommitMs",
  deliveryMs: "DeliveryMs",
} as const;
