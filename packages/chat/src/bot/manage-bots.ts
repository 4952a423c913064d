import type { Bot, BotToken, CreateBotBody, UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import type { AuditLog } from "../account/audit-log.ts";
import { type DeleteAccountDeps, deleteAccount } from "../account/delete-account.ts";
import { ChatError } from "../chat-error.ts";
import type { NewId } from "../clock.ts";
import { endConnections } from "../connection/end-connections.ts";
import type { BotStore } from "./bot-store.ts";

export interface BotDeps {
  readonly bots: BotStore;
  readonly audit: AuditLog;
}

interface OwnBot {
  readonly owner: UserId;
  readonly bot: UserId;
}

/**
 * Makes a bot; every person may have some. It is in no room until somebody brings it into one, as they would a
 * person, and what it may do there is what its role allows.
 *
 * @throws {ChatError} `conflict` when the username is taken, and when the person has as many as one may have.
 */
export async function createBot(
  deps: BotDeps & { readonly newId: NewId },
  { owner, body }: { owner: UserId; body: CreateBotBody },
): Promise<Bot> {
  const id = deps.newId("usr") as UserId;
  const made = await deps.bots.create({ id, owner, ...body, ownedMax: limits.botsPerPersonMax });
  if (made === "taken") throw new ChatError("conflict", { fields: { username: "is taken" } });
  if (made === "full") {
    throw new ChatError("conflict", {
      message: `You have ${limits.botsPerPersonMax} bots. Delete one first.`,
    });
  }
  await deps.audit.record({ actor: owner, action: "bot.created", target: id });
  return made;
}

/**
 * Deletes a bot with its tokens; it leaves its rooms, and what it said stays.
 *
 * @throws {ChatError} `not_found` for a bot that is not the person's own.
 */
export async function deleteBot(deps: BotDeps & DeleteAccountDeps, { owner, bot }: OwnBot): Promise<void> {
  await requireOwn(deps, { owner, bot });
  await deleteAccount(deps, { user: bot });
  await deps.audit.record({ actor: owner, action: "bot.deleted", target: bot });
}

/**
 * Gives a bot another token, which is told once and lasts until it is revoked. Refuses as `deleteBot`, and with
 * `conflict` when the bot has as many as it may have.
 */
export async function issueBotToken(
  deps: BotDeps,
  { owner, bot, label }: OwnBot & { label: string },
): Promise<{ token: string; details: BotToken }> {
  await requireOwn(deps, { owner, bot });
  const issued = await deps.bots.issueToken({ bot, label, tokensMax: limits.tokensPerBotMax });
  if (issued === "full") {
    const message = `The bot has ${limits.tokensPerBotMax} tokens. Revoke one first.`;
    throw new ChatError("conflict", { message });
  }
  const details = { bot };
  await deps.audit.record({ actor: owner, action: "bot.token_issued", target: issued.details.id, details });
  return issued;
}

/** A bot's tokens, without what they are. Refuses as `deleteBot`. */
export async function listBotTokens(deps: BotDeps, input: OwnBot): Promise<BotToken[]> {
  await requireOwn(deps, input);
  return deps.bots.listTokens(input.bot);
}

/** Revokes a token: its next call is refused, and its sockets close at once. Refuses as `deleteBot`. */
export async function revokeBotToken(
  deps: BotDeps & Parameters<typeof endConnections>[0],
  { owner, bot, token }: OwnBot & { token: string },
): Promise<void> {
  await requireOwn(deps, { owner, bot });
  if (!(await deps.bots.revokeToken({ bot, id: token }))) throw new ChatError("not_found");
  await deps.audit.record({ actor: owner, action: "bot.token_revoked", target: token, details: { bot } });
  await endConnections(deps, { user: bot, sessionId: token, reason: "signed_out" });
}

async function requireOwn(deps: BotDeps, input: OwnBot): Promise<void> {
  if ((await deps.bots.find(input)) === undefined) throw new ChatError("not_found");
}
