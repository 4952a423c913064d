import * as z from "zod";
import { Event } from "./event.ts";
import { SeenSeq, Timestamp } from "./ids.ts";
import { Message } from "./message.ts";
import { Room } from "./room.ts";
import { Me } from "./user.ts";

/** Answers of the HTTP API that succeed. */
export const MeAnswer = z.object({ user: Me });
export type MeAnswer = z.infer<typeof MeAnswer>;

export const TicketAnswer = z.object({ ticket: z.string(), url: z.string(), expiresAt: Timestamp });
export type TicketAnswer = z.infer<typeof TicketAnswer>;

export const RoomAnswer = z.object({ room: Room });
export type RoomAnswer = z.infer<typeof RoomAnswer>;

export const RoomsAnswer = z.object({ rooms: z.array(Room) });
export type RoomsAnswer = z.infer<typeof RoomsAnswer>;

export const MessageAnswer = z.object({ message: Message });
export type MessageAnswer = z.infer<typeof MessageAnswer>;

/** A page of history, ascending by seq, as true at `asOfSeq`: later events are to be applied to it. */
export const MessagesAnswer = z.object({
  messages: z.array(Message),
  asOfSeq: SeenSeq,
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type MessagesAnswer = z.infer<typeof MessagesAnswer>;

export const EventsAnswer = z.object({ events: z.array(Event), headSeq: SeenSeq, hasMore: z.boolean() });
export type EventsAnswer = z.infer<typeof EventsAnswer>;
