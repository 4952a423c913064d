import { ChatError } from "@parley/chat/chat-error";
import type { ErrorCode, FieldReasons } from "@parley/protocol/errors";

interface Mapped {
  readonly code: ErrorCode;
  readonly message?: string;
  readonly fields?: FieldReasons;
}

const wrongPassword = { code: "unauthenticated", message: "The name or the password is wrong." } as const;
const oldToken = "has been used already, or is too old";
const deadLink = {
  code: "invalid",
  message: "The link has been used already, or is too old.",
  fields: { token: oldToken },
} as const;

/** Better Auth's refusals (its `code`) as the contract has them. */
const mapped: Readonly<Record<string, Mapped>> = {
  INVALID_EMAIL_OR_PASSWORD: wrongPassword,
  INVALID_USERNAME_OR_PASSWORD: wrongPassword,
  INVALID_USERNAME: wrongPassword,
  USERNAME_TOO_SHORT: wrongPassword,
  USERNAME_TOO_LONG: wrongPassword,
  EMAIL_NOT_VERIFIED: { code: "email_unverified" },
  USERNAME_IS_ALREADY_TAKEN: { code: "conflict", fields: { username: "is taken" } },
  INVALID_PASSWORD: { code: "invalid", fields: { currentPassword: "is wrong" } },
  CREDENTIAL_ACCOUNT_NOT_FOUND: { code: "invalid", fields: { currentPassword: "is not set" } },
  INVALID_TOKEN: deadLink,
  TOKEN_EXPIRED: deadLink,
  USER_NOT_FOUND: deadLink,
  EMAIL_ALREADY_VERIFIED: { code: "conflict", message: "The address is verified already." },
  EMAIL_MISMATCH: { code: "forbidden" },
  SESSION_NOT_FRESH: { code: "forbidden", message: "Sign in again to do that." },
  SESSION_EXPIRED: { code: "unauthenticated" },
  // A store failed underneath, which Better Auth does not tell apart; nothing was half-done.
  FAILED_TO_CREATE_USER: { code: "unavailable" },
  FAILED_TO_CREATE_SESSION: { code: "unavailable" },
  FAILED_TO_GET_SESSION: { code: "unavailable" },
  FAILED_TO_UPDATE_USER: { code: "unavailable" },
  INTERNAL_SERVER_ERROR: { code: "unavailable" },
};

const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  415: "invalid",
  422: "invalid",
};

/**
 * Turns a refusal of Better Auth, by its code or else by its status, into the contract's.
 *
 * What it does not expect it throws. A 500 that it answers is a store's failure that it caught, in the lists of
 * sessions without a code.
 */
export function mapAuthRefusal(status: number, code = ""): ChatError {
  // A session that was ended while it was being renewed, rather than a store that failed.
  if (status === 401 && code === "FAILED_TO_GET_SESSION") return new ChatError("unauthenticated");
  const told = status === 500 && code === "" ? "INTERNAL_SERVER_ERROR" : code;
  const known = Object.hasOwn(mapped, told) ? mapped[told] : undefined;
  const cause = new Error(`Better Auth answered ${status} ${code}`);
  if (known?.code === "unavailable") return new ChatError("unavailable", { cause });
  if (known !== undefined) return new ChatError(known.code, known);
  const byStatus = codesByStatus[status];
  if (byStatus !== undefined) return new ChatError(byStatus);
  return new ChatError("internal", { cause });
}
