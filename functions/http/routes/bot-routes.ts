import {
  createBot,
  deleteBot,
  issueBotToken,
  listBotTokens,
  revokeBotToken,
} from "@parley/chat/bot/manage-bots";
import {
  type BotAnswer,
  BotParams,
  type BotsAnswer,
  BotTokenParams,
  type BotTokensAnswer,
  CreateBotBody,
  type IssuedTokenAnswer,
  IssueTokenBody,
} from "@parley/protocol/integrations";
import { Hono } from "hono";
import { EmptyBody } from "../account/account-bodies.ts";
import type { Api, ApiEnv } from "../api-env.ts";
import type { HttpDeps } from "../http-deps.ts";
import { readBody, readParams } from "../read-input.ts";

/** `/bots`: the caller's own bots and the tokens that those come with. */
export function botRoutes(deps: HttpDeps): Api {
  const app = new Hono<ApiEnv>();
  app.get("/", async (c) => {
    const bots = await deps.bots.listOf(c.var.caller.identity.userId);
    return c.json({ bots } satisfies BotsAnswer);
  });
  app.post("/", async (c) => {
    const body = await readBody(c, CreateBotBody);
    const bot = await createBot(deps, { owner: c.var.caller.identity.userId, body });
    return c.json({ bot } satisfies BotAnswer, 201);
  });
  app.delete("/:bot", async (c) => {
    const { bot } = readParams(c, BotParams);
    await readBody(c, EmptyBody);
    await deleteBot(deps, { owner: c.var.caller.identity.userId, bot });
    return c.body(null, 204);
  });
  app.get("/:bot/tokens", async (c) => {
    const { bot } = readParams(c, BotParams);
    const tokens = await listBotTokens(deps, { owner: c.var.caller.identity.userId, bot });
    return c.json({ tokens } satisfies BotTokensAnswer);
  });
  app.post("/:bot/tokens", async (c) => {
    const { bot } = readParams(c, BotParams);
    const { label } = await readBody(c, IssueTokenBody);
    const issued = await issueBotToken(deps, { owner: c.var.caller.identity.userId, bot, label });
    return c.json(issued satisfies IssuedTokenAnswer, 201);
  });
  app.delete("/:bot/tokens/:token", async (c) => {
    const { bot, token } = readParams(c, BotTokenParams);
    await readBody(c, EmptyBody);
    await revokeBotToken(deps, { owner: c.var.caller.identity.userId, bot, token });
    return c.body(null, 204);
  });
  return app;
}
