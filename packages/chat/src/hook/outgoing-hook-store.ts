import type { OutgoingHook, RoomId, UserId } from "@parley/protocol";

/**
 * Where rooms' events are sent, and how far. Nothing is kept of a delivery: what is still to be sent is the
 * room's log behind the hook's cursor. Throws `ChatError("unavailable")` when the store is out of reach.
 */
export interface OutgoingHookStore {
  /** Begins with what comes after now; `full` when the room has `hooksMax`. The secret is told once. */
  create(input: {
    readonly room: RoomId;
    readonly by: UserId;
    readonly name: string;
    readonly url: string;
    readonly events: readonly string[];
    readonly hooksMax: number;
  }): Promise<{ readonly hook: OutgoingHook; readonly secret: string } | "full">;
  /** Oldest first. */
  list(room: RoomId): Promise<OutgoingHook[]>;
  /** Undefined when the room has no such hook. Enabling forgets the failures. */
  update(input: HookChange): Promise<OutgoingHook | undefined>;
  /** False when the room has no such hook. */
  remove(input: { readonly room: RoomId; readonly id: string }): Promise<boolean>;

  /** Takes the turn to send for a hook; undefined when it is disabled, gone, not due, or another's turn. */
  claim(
    turn: HookTurn & { readonly nowMs: number; readonly leaseMs: number },
  ): Promise<ClaimedHook | undefined>;
  /** Moves the cursor on, and forgets the failures. False when the turn was lost. */
  advance(turn: HookTurn & { readonly upTo: number }): Promise<boolean>;
  /**
   * Ends the turn with the last of so many failures in a row: nothing is sent before `retryAtMs`, and nothing
   * any more where that is undefined, which enters the audit log in the same step.
   */
  fail(turn: FailedTurn): Promise<void>;
  /** Ends the turn. */
  release(turn: HookTurn): Promise<void>;
  /** Hooks with something to send that nobody is sending, the one that waits longest first, at most `limit`. */
  listLagging(input: { readonly nowMs: number; readonly limit: number }): Promise<string[]>;
  /** As `listLagging`, for one. */
  isLagging(input: { readonly id: string; readonly nowMs: number }): Promise<boolean>;
}

export interface HookChange {
  readonly room: RoomId;
  readonly id: string;
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

export interface HookTurn {
  readonly id: string;
  /** Names the turn, so that one that was lost changes nothing. */
  readonly token: string;
}

export interface FailedTurn extends HookTurn {
  /** What came before the event that failed is done with. */
  readonly upTo: number;
  readonly failures: number;
  readonly failure: string;
  readonly retryAtMs: number | undefined;
}

export interface ClaimedHook {
  readonly room: RoomId;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
  readonly deliveredSeq: number;
  /** In a row. */
  readonly failures: number;
}

/** Asks for a hook's events to be sent, by whoever reads the queue (`deliverHook`). */
export interface HookQueue {
  /** Asking twice is harmless. Throws `ChatError("unavailable")` when the queue is out of reach. */
  push(hook: string, delayMs: number): Promise<void>;
}

/** Posts to a receiver, signed by the secret as Standard Webhooks has it. */
export interface HookSender {
  /** Why nothing can be sent to an address, after "url": such as "must begin with https://". */
  findFault(url: string): string | undefined;
  /** Never throws. */
  post(delivery: HookPostInput): Promise<HookOutcome>;
}

export interface HookPostInput {
  readonly url: string;
  readonly secret: string;
  /** The same whenever the same is sent again: receivers know by it what they have had. */
  readonly id: string;
  readonly sentAtMs: number;
  readonly body: string;
}

export type HookOutcome =
  | { readonly kind: "accepted" }
  /** `failure` is told to the room's hosts. `gone`: the receiver wants no more. */
  | { readonly kind: "failed"; readonly failure: string; readonly gone: boolean };
