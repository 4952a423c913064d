import type { AccountNotices } from "@parley/chat/account/account-notices";
import type { AccountStore, VerificationStore } from "@parley/chat/account/account-store";
import type { AuditLog } from "@parley/chat/account/audit-log";
import type { AdminStore } from "@parley/chat/admin/admin-store";
import type { BotStore } from "@parley/chat/bot/bot-store";
import type { TicketStore } from "@parley/chat/connection/ticket";
import type { IncomingHookStore } from "@parley/chat/hook/incoming-hooks";
import type { HookQueue, HookSender, OutgoingHookStore } from "@parley/chat/hook/outgoing-hook-store";
import type { ListMembersDeps, OnlineDirectory } from "@parley/chat/room/list-members";
import type { InviteStore } from "@parley/chat/room/room-invites";
import type { RoomStore } from "@parley/chat/room/room-store";
import type { MessageSearch } from "@parley/chat/search/message-search";
import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { Chat } from "../edge/compose-chat.ts";
import type { Auth } from "./account/create-auth.ts";
import type { OAuthProvider } from "./account/oauth-providers.ts";
import type { SessionReader } from "./account/session-reader.ts";
import type { HealthCheck } from "./health-check.ts";
import type { CallLimits } from "./middleware/limit-calls.ts";

/** Everything that the routes ask for. */
export interface HttpDeps extends Chat, ListMembersDeps {
  readonly auth: Auth;
  readonly readSession: SessionReader;
  readonly notices: AccountNotices;
  /** Providers that people may sign in with. */
  readonly oauth: readonly OAuthProvider[];
  readonly accounts: AccountStore;
  readonly verifications: VerificationStore;
  readonly rooms: RoomStore;
  readonly invites: InviteStore;
  readonly bots: BotStore;
  readonly incomingHooks: IncomingHookStore;
  readonly outgoingHooks: OutgoingHookStore;
  readonly hookSender: Pick<HookSender, "findFault">;
  readonly hookQueue: HookQueue;
  readonly search: MessageSearch;
  readonly audit: AuditLog;
  readonly admin: AdminStore;
  readonly online: OnlineDirectory;
  readonly tickets: TicketStore;
  readonly limits: CallLimits;
  /** Messages that an incoming webhook may post. */
  readonly hookLimit: RateLimit;
  readonly adminEmail: string;
  readonly checks: readonly HealthCheck[];
  /** What clients connect their sockets to. */
  readonly websocketUrl: string;
  /** Origin of the page. */
  readonly publicUrl: string;
  readonly originsAllowed: readonly string[];
}
