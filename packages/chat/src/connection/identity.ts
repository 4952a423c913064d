import { UserId } from "@parley/protocol";
import * as z from "zod";

/**
 * Who is behind a connection, as the authorizer found it. API Gateway carries it as strings in every
 * event of the connection, so nothing has to be looked up.
 */
export const Identity = z.object({
  userId: UserId,
  sessionId: z.string(),
  username: z.string(),
  name: z.string(),
  lastName: z.string(),
  /** Milliseconds since the epoch, after which no frame is accepted. */
  sessionExpiresAtMs: z.coerce.number(),
});
export type Identity = z.infer<typeof Identity>;
