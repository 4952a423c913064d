/**
 * A room's webhooks, for its hosts, and a person's own bots. Apart from the SDK's entry, so that who only talks does
 * not load it. All calls reject with a `ParleyError`. Secrets are told once, to who made them.
 */
import type {
  Bot,
  BotToken,
  CreateBotBody,
  CreatedOutgoingHookAnswer,
  CreateOutgoingHookBody,
  IncomingHook,
  IncomingHookAnswer,
  IssuedTokenAnswer,
  OutgoingHook,
  UpdateOutgoingHookBody,
} from "@parley/protocol/integrations";
import type { Chat } from "../chat.ts";
import { ask, type HttpRequest, path } from "./request.ts";

export interface IntegrationApi {
  incomingHooks(room: string): Promise<IncomingHook[]>;
  createIncomingHook(room: string, name: string): Promise<IncomingHookAnswer>;
  deleteIncomingHook(room: string, hook: string): Promise<void>;
  outgoingHooks(room: string): Promise<OutgoingHook[]>;
  createOutgoingHook(room: string, body: CreateOutgoingHookBody): Promise<CreatedOutgoingHookAnswer>;
  updateOutgoingHook(room: string, hook: string, change: UpdateOutgoingHookBody): Promise<void>;
  deleteOutgoingHook(room: string, hook: string): Promise<void>;
  bots(): Promise<Bot[]>;
  createBot(body: CreateBotBody): Promise<Bot>;
  deleteBot(bot: string): Promise<void>;
  botTokens(bot: string): Promise<BotToken[]>;
  issueBotToken(bot: string, label: string): Promise<IssuedTokenAnswer>;
  revokeBotToken(bot: string, token: string): Promise<void>;
}

export function createIntegrationApi({ session }: Pick<Chat, "session">): IntegrationApi {
  const request = <Answer>(asked: HttpRequest) => ask<Answer>(session, asked);
  const get = <Answer>(from: string) => request<Answer>({ method: "GET", path: from });
  const post = <Answer>(to: string, body: object) => request<Answer>({ method: "POST", path: to, body });
  const drop = (at: string) => request<void>({ method: "DELETE", path: at });
  return {
    incomingHooks: async (room) => (await get<{ hooks: IncomingHook[] }>(incoming(room))).hooks,
    createIncomingHook: (room, name) => post(incoming(room), { name }),
    deleteIncomingHook: (room, hook) => drop(`${incoming(room)}${path`/${hook}`}`),
    outgoingHooks: async (room) => (await get<{ hooks: OutgoingHook[] }>(outgoing(room))).hooks,
    createOutgoingHook: (room, body) => post(outgoing(room), body),
    updateOutgoingHook: (room, hook, body) =>
      request({ method: "PATCH", path: `${outgoing(room)}${path`/${hook}`}`, body }),
    deleteOutgoingHook: (room, hook) => drop(`${outgoing(room)}${path`/${hook}`}`),
    bots: async () => (await get<{ bots: Bot[] }>("/bots")).bots,
    createBot: async (body) => (await post<{ bot: Bot }>("/bots", body)).bot,
    deleteBot: (bot) => drop(path`/bots/${bot}`),
    botTokens: async (bot) => (await get<{ tokens: BotToken[] }>(path`/bots/${bot}/tokens`)).tokens,
    issueBotToken: (bot, label) => post(path`/bots/${bot}/tokens`, { label }),
    revokeBotToken: (bot, token) => drop(path`/bots/${bot}/tokens/${token}`),
  };
}

const incoming = (room: string) => path`/rooms/${room}/hooks/incoming`;
const outgoing = (room: string) => path`/rooms/${room}/hooks/outgoing`;
