/**
 * What CloudFront adds to a request on its way to the HTTP API, in place of whatever the caller sent.
 *
 * Behind CloudFront the API sees CloudFront's address as the caller's. `viewer` carries the true one, and
 * may be believed only beside `proof`, which holds the stage's ORIGIN_SECRET: the API's own address is
 * public, and anybody can claim a header there.
 */
export const edgeHeaders = { viewer: "x-parley-viewer", proof: "x-parley-edge" } as const;
