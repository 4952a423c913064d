import type { Bot, BotToken, UserId } from "@parley/protocol";

/** Bots and the tokens that they come with. Throws `ChatError("unavailable")` when the store is out of reach. */
export interface BotStore {
  /** `taken` when somebody has the username; `full` when the owner has `ownedMax` bots. */
  create(input: {
    readonly id: UserId;
    readonly owner: UserId;
    readonly name: string;
    readonly username: string;
    readonly ownedMax: number;
  }): Promise<Bot | "taken" | "full">;
  /** By name. */
  listOf(owner: UserId): Promise<Bot[]>;
  /** Undefined when the person owns no such bot. */
  find(input: { bot: UserId; owner: UserId }): Promise<Bot | undefined>;
  /** A token of at least 128 random bits, kept hashed; `full` when the bot has `tokensMax`. */
  issueToken(input: {
    readonly bot: UserId;
    readonly label: string;
    readonly tokensMax: number;
  }): Promise<{ readonly token: string; readonly details: BotToken } | "full">;
  /** Oldest first. */
  listTokens(bot: UserId): Promise<BotToken[]>;
  /** False when the bot has no such token. */
  revokeToken(input: { bot: UserId; id: string }): Promise<boolean>;
  /** Whose a token is; undefined when it is unknown or revoked, and when the bot or its owner is shut out. */
  findByToken(token: string): Promise<KnownBot | undefined>;
}

export interface KnownBot {
  readonly bot: Bot;
  readonly tokenId: string;
}
