import * as z from "zod";
import { Event, type EventKind } from "./event.ts";
import { RequestId, RoomId, SeenSeq, Timestamp, UserId } from "./ids.ts";
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

const HookEvent = z.enum([
  "message.created",
  "message.edited",
  "message.deleted",
  "reaction.added",
  "reaction.removed",
  "member.joined",
  "member.left",
  "member.role",
  "room.updated",
] as const satisfies readonly EventKind[]);
const HookEvents = z.array(HookEvent).min(1).max(HookEvent.options.length);
const HookUrl = z.url({ protocol: /^https?$/ }).max(limits.hookUrlCharsMax);

export const CreateOutgoingHookBody = z.strictObject({
  name: Label,
  url: HookUrl,
  events: HookEvents.default(["message.created"]),
});
export type CreateOutgoingHookBody = z.infer<typeof CreateOutgoingHookBody>;
/** `enabled: true` goes on where deliveries ended, also after they failed too often. */
export const UpdateOutgoingHookBody = z.strictObject({
  name: Label.optional(),
  url: HookUrl.optional(),
  events: HookEvents.optional(),
  enabled: z.boolean().optional(),
});
export type UpdateOutgoingHookBody = z.infer<typeof UpdateOutgoingHookBody>;
/** `deliveredSeq` is how far the room's log was delivered; `failures` are those in a row. */
export const OutgoingHook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  createdBy: UserId,
  createdAt: Timestamp,
  deliveredSeq: SeenSeq,
  failures: z.int().min(0),
  lastFailure: z.string().nullable(),
  disabledAt: Timestamp.nullable(),
});
export type OutgoingHook = z.infer<typeof OutgoingHook>;
export const OutgoingHookAnswer = z.object({ hook: OutgoingHook });
export type OutgoingHookAnswer = z.infer<typeof OutgoingHookAnswer>;
/** The secret that deliveries are signed with (`whsec_…`) is told once, here. */
export const CreatedOutgoingHookAnswer = OutgoingHookAnswer.extend({ secret: z.string() });
export type CreatedOutgoingHookAnswer = z.infer<typeof CreatedOutgoingHookAnswer>;
export const OutgoingHooksAnswer = z.object({ hooks: z.array(OutgoingHook) });
export type OutgoingHooksAnswer = z.infer<typeof OutgoingHooksAnswer>;

/** What is posted to an outgoing webhook's address. */
export const HookDelivery = z.object({ type: HookEvent, timestamp: Timestamp, data: Event });
export type HookDelivery = z.infer<typeof HookDelivery>;
