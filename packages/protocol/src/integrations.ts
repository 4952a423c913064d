import * as z from "zod";
import { RequestId, RoomId, Timestamp, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { line, MessageText, Username } from "./text.ts";
import { PublicUser } from "./user.ts";

/** Bots and webhooks: what speaks, or listens, by itself. */
const Label = line(limits.personNameCharsMax);
const opaque = z.string().regex(/^[\w-]{1,64}$/);

export const CreateBotBody = z.strictObject({ name: Label, username: Username });
export type CreateBotBody = z.infer<typeof CreateBotBody>;
export const Bot = PublicUser.pick({ id: true, name: true, username: true }).extend({ createdAt: Timestamp });
export type Bot = z.infer<typeof Bot>;
export const BotAnswer = z.object({ bot: Bot });
export type BotAnswer = z.infer<typeof BotAnswer>;
export const BotsAnswer = z.object({ bots: z.array(Bot) });
export type BotsAnswer = z.infer<typeof BotsAnswer>;
export const BotParams = z.object({ bot: UserId });

export const IssueTokenBody = z.strictObject({ label: Label });
/** `usedAt` is true to the minute; null: not yet. */
export const BotToken = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: Timestamp,
  usedAt: Timestamp.nullable(),
});
export type BotToken = z.infer<typeof BotToken>;
/** The token itself is told once, here. */
export const IssuedTokenAnswer = z.object({ token: z.string(), details: BotToken });
export type IssuedTokenAnswer = z.infer<typeof IssuedTokenAnswer>;
export const BotTokensAnswer = z.object({ tokens: z.array(BotToken) });
export type BotTokensAnswer = z.infer<typeof BotTokensAnswer>;
export const BotTokenParams = z.object({ bot: UserId, token: opaque });

export const CreateIncomingHookBody = z.strictObject({ name: Label });
/** `bot` is who its messages are from. */
export const IncomingHook = z.object({
  id: z.string(),
  name: z.string(),
  bot: UserId,
  createdBy: UserId,
  createdAt: Timestamp,
});
export type IncomingHook = z.infer<typeof IncomingHook>;
/** The address holds the secret and is told once, here. */
export const IncomingHookAnswer = z.object({ hook: IncomingHook, url: z.string() });
export type IncomingHookAnswer = z.infer<typeof IncomingHookAnswer>;
export const IncomingHooksAnswer = z.object({ hooks: z.array(IncomingHook) });
export type IncomingHooksAnswer = z.infer<typeof IncomingHooksAnswer>;
export const HookParams = z.object({ room: RoomId, hook: opaque });

/** Open to what other services send beside the text, such as Slack's `username`: that is not looked at. */
export const HookPostBody = z.object({ text: MessageText, id: RequestId.optional() });
export const HookPostParams = z.object({ hook: opaque, secret: z.string().regex(/^[\w-]{1,128}$/) });
