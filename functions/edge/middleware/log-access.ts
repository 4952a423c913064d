import type { MiddlewareObj, Request } from "@middy/core";
import type { EdgeContext } from "../invocation.ts";

const serverFault = 500;
const userAgentCharsMax = 256;

/** Writes exactly one access line per call, whether it was answered or refused. */
export function logAccess<E>(): MiddlewareObj<E, unknown, Error, EdgeContext> {
  const write = ({ context }: Request<E, unknown, Error, EdgeContext>) => {
    const { requestId, logger, access, startedAtMs } = context.edge;
    const line = {
      requestId,
      ...access,
      ...(access.userAgent !== undefined && { userAgent: access.userAgent.slice(0, userAgentCharsMax) }),
      durationMs: Date.now() - startedAtMs,
    };
    if ((access.status ?? 0) >= serverFault) logger.error("access", line);
    else if (access.code !== undefined) logger.warn("access", line);
    else logger.info("access", line);
  };
  return { after: write, onError: write };
}
