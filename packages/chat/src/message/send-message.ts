import type { Message, MessageId, RoomId, UserId } from "@parley/protocol";
import { toTimestamp } from "../clock.ts";
import { findMentions, type MentionDeps } from "../membership/find-mentions.ts";
import { type ScreenDeps, screenText } from "../screen/message-screen.ts";
import { type ThrottleDeps, throttleMessages } from "../throttle/throttle-messages.ts";
import { type Appended, appendEvent, appendHot, prepareAppend, seeThrough } from "./append-event.ts";
import { type EventDraft, keyOf } from "./event-draft.ts";
import type { LogDeps } from "./log-deps.ts";

export interface SendMessageInput {
  readonly room: RoomId;
  readonly user: UserId;
  /** The client's id for the message: the room holds it once, however often it is sent. */
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: MessageId | undefined;
}

export type SendMessageDeps = LogDeps & ThrottleDeps & MentionDeps & ScreenDeps;

/**
 * Sends a message and resolves once it is durable: for callers that answer with the message itself.
 *
 * @throws {ChatError} `rate_limited` with a true `retryAfterMs`, and what `screenText` and `appendEvent` throw.
 */
export async function sendMessage(
  deps: SendMessageDeps,
  input: SendMessageInput,
): Promise<{ message: Message; repeated: boolean }> {
  await admitUnlessKept(deps, input);
  const appended = await appendEvent(deps, { ...input, draft: await draftMessage(deps, input) });
  const standing = appended.repeated ? await readRepeated(deps, input, appended) : appended.event;
  if (standing.kind !== "message.created")
    throw new TypeError(`${standing.kind} stands under a message's id`);
  return { message: standing.message, repeated: appended.repeated };
}

/**
 * Sends a message for a socket: the event itself is the answer, so nothing is waited for while another
 * drains, and `origin` (the socket's connection) is told by that one if it comes to nothing. A repeat of an
 * id that was kept is answered with its seq once that is durable.
 *
 * @throws as `sendMessage`.
 */
export async function postMessage(
  deps: SendMessageDeps,
  input: SendMessageInput & {
    readonly origin?: string | undefined;
    /** Whether the sender is still admitted: asked in the time that the throttle takes. */
    readonly admission?: Promise<void> | undefined;
  },
): Promise<{ readonly repeatedAs: number | undefined }> {
  await Promise.all([input.admission, admitUnlessKept(deps, input)]);
  const entry = prepareAppend(deps, { ...input, draft: await draftMessage(deps, input) });
  const standing = await appendHot(deps, entry);
  const drains = standing.batch !== undefined || standing.pause !== undefined;
  if (standing.kind === "appended" && !drains) return { repeatedAs: undefined };
  const { seq, repeated } = await seeThrough(deps, entry, standing);
  return { repeatedAs: repeated ? seq : undefined };
}

/** A repeat of an id that was kept changes nothing, so neither an empty bucket nor the screen refuses it. */
async function admitUnlessKept(deps: SendMessageDeps, input: SendMessageInput): Promise<void> {
  try {
    await throttleMessages(deps, input.user);
    await screenText(deps, input);
  } catch (refusal) {
    const { user, clientId } = input;
    const kept = await deps.log.find(input.room, keyOf({ user, clientId, eventId: "" }));
    if (kept === undefined) throw refusal;
  }
}

async function draftMessage(deps: MentionDeps & LogDeps, input: SendMessageInput): Promise<EventDraft> {
  const message: Message = {
    id: deps.newId("msg") as MessageId,
    seq: 0,
    room: input.room,
    user: input.user,
    text: input.text,
    ...(input.replyTo !== undefined && { replyTo: input.replyTo }),
    reactions: [],
    mentions: await findMentions(deps, input.room, input.text),
    createdAt: toTimestamp(deps.clock.now()),
  };
  return { kind: "message.created", message };
}

/** The first result of a repeated id: what stands in the log under its seq. */
async function readRepeated(deps: LogDeps, input: SendMessageInput, appended: Appended) {
  const [text] = await deps.events.readAfter(input.room, appended.seq - 1, 1);
  return text === undefined ? appended.event : (JSON.parse(text) as Appended["event"]);
}
