import * as z from "zod";
import { Timestamp, UserId } from "./ids.ts";

/** A person, or a bot, as others see them: never with an e-mail address. A bot's last name is empty. */
export const PublicUser = z.object({
  id: UserId,
  name: z.string(),
  lastName: z.string(),
  username: z.string(),
  bot: z.literal(true).optional(),
  online: z.boolean().optional(),
  lastSeenAt: Timestamp.nullable().optional(),
});
export type PublicUser = z.infer<typeof PublicUser>;

/** A person as they see themselves. */
export const Me = PublicUser.extend({
  email: z.string(),
  role: z.enum(["admin", "user"]),
  createdAt: Timestamp,
});
export type Me = z.infer<typeof Me>;
