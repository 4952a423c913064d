import type { Event, RoomId, UserId } from "@parley/protocol";

type Omitted<E, K extends PropertyKey> = E extends unknown ? Omit<E, K> : never;

/** An event before it has a place: without room, seq, time, actor and client id. */
export type EventDraft = Omitted<Event, "room" | "seq" | "at" | "user" | "clientId">;

/** Stands for the seq in an entry's text; a control character, so JSON never holds it bare. */
export const seqMark = "\u0001";

export interface EventHead {
  readonly room: RoomId;
  readonly at: string;
  readonly user: UserId;
  readonly clientId?: string;
}

/** Writes an event as an entry's text, with `seqMark` wherever the seq goes. */
export function writeEventText(head: EventHead, draft: EventDraft): string {
  const { message, ...rest } = draft as EventDraft & { message?: object };
  const fields = JSON.stringify({ ...head, ...rest }).slice(1, -1);
  const nested = message === undefined ? "" : `,"message":${withSeq(message)}`;
  return `{"seq":${seqMark},${fields}${nested}}`;
}

function withSeq(message: object): string {
  const { seq: _, ...fields } = message as { seq?: number };
  return `{"seq":${seqMark},${JSON.stringify(fields).slice(1)}`;
}

/** Gives an entry's text its seq: the event as JSON. */
export function renderEventText(text: string, seq: number): string {
  return text.replaceAll(seqMark, String(seq));
}

/** What an event is remembered by, so that it is appended once: the client's own id, or the event's. */
export function keyOf(input: { user: UserId; clientId?: string | undefined; eventId: string }): string {
  return input.clientId === undefined ? input.eventId : `${input.user} ${input.clientId}`;
}

/** The inverse of `keyOf`: the client's own id, if it gave one. Ids hold no space. */
export function clientIdOf({ user, key }: { user: string; key: string }): string | undefined {
  return key.startsWith(`${user} `) ? key.slice(user.length + 1) : undefined;
}
