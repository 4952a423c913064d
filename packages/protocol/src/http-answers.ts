import * as z from "zod";
import { Event } from "./event.ts";
import { SeenSeq, Timestamp, UserId } from "./ids.ts";
import { Message } from "./message.ts";
import { Member, Room } from "./room.ts";
import { Me, PublicUser } from "./user.ts";

/** Answers of the HTTP API that succeed. */
export const MeAnswer = z.object({ user: Me });
export type MeAnswer = z.infer<typeof MeAnswer>;

/** Services that people may sign in with here, in the order to show them. */
export const ProvidersAnswer = z.object({
  providers: z.array(z.object({ id: z.enum(["github", "google"]), name: z.string() })),
});
export type ProvidersAnswer = z.infer<typeof ProvidersAnswer>;

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

export const MemberAnswer = z.object({ member: Member });
export type MemberAnswer = z.infer<typeof MemberAnswer>;

export const MembersAnswer = z.object({ members: z.array(Member) });
export type MembersAnswer = z.infer<typeof MembersAnswer>;

export const AddedMemberAnswer = z.object({ user: PublicUser });
export type AddedMemberAnswer = z.infer<typeof AddedMemberAnswer>;

/** Somebody who may not come back into a room. */
export const Ban = z.object({ user: PublicUser, bannedBy: UserId, bannedAt: Timestamp });
export const BansAnswer = z.object({ bans: z.array(Ban) });
export type BansAnswer = z.infer<typeof BansAnswer>;

/** A link into a room; its code is told once, to whoever made it. */
export const Invite = z.object({
  id: z.string(),
  createdBy: UserId,
  expiresAt: Timestamp,
  maxUses: z.int(),
  uses: z.int(),
});
export type Invite = z.infer<typeof Invite>;
export const InviteAnswer = Invite.extend({ code: z.string(), url: z.string() });
export type InviteAnswer = z.infer<typeof InviteAnswer>;
export const InvitesAnswer = z.object({ invites: z.array(Invite) });
export type InvitesAnswer = z.infer<typeof InvitesAnswer>;

export const UsersAnswer = z.object({ users: z.array(PublicUser) });
export type UsersAnswer = z.infer<typeof UsersAnswer>;

const Kept = z.array(z.record(z.string(), z.unknown()));
/** What is kept about the caller; of their messages a page, with `next` to go on from unless it is the last. */
export const ExportAnswer = z.object({
  profile: z.record(z.string(), z.unknown()),
  signIns: Kept,
  sessions: Kept,
  memberships: Kept,
  bots: Kept,
  reactions: Kept,
  messages: Kept,
  next: z.string().optional(),
});
export type ExportAnswer = z.infer<typeof ExportAnswer>;

/** A message that was found; `marks` say where in the excerpt the words stand (UTF-16 units, end exclusive). */
export const SearchHit = z.object({
  message: Message,
  room: Room.pick({ id: true, name: true, kind: true }),
  excerpt: z.string(),
  marks: z.array(z.object({ start: z.int().min(0), end: z.int().min(0) })),
});
export type SearchHit = z.infer<typeof SearchHit>;
export const SearchAnswer = z.object({ hits: z.array(SearchHit) });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/** A person as administrators see them. */
export const AdminUser = PublicUser.pick({ id: true, name: true, lastName: true, username: true }).extend({
  email: z.string(),
  verified: z.boolean(),
  role: z.enum(["admin", "user"]),
  createdAt: Timestamp,
  bannedAt: Timestamp.nullable(),
  sessions: z.int().min(0),
});
export type AdminUser = z.infer<typeof AdminUser>;
export const AdminUsersAnswer = z.object({ users: z.array(AdminUser) });

export const AdminRoom = Room.pick({
  id: true,
  name: true,
  kind: true,
  archived: true,
  createdAt: true,
}).extend({
  activeAt: Timestamp,
  memberCount: z.int().min(0),
});
export type AdminRoom = z.infer<typeof AdminRoom>;
export const AdminRoomsAnswer = z.object({ rooms: z.array(AdminRoom) });

/** Where somebody is signed in. */
export const AdminSession = z.object({
  id: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type AdminSession = z.infer<typeof AdminSession>;
export const AdminSessionsAnswer = z.object({ sessions: z.array(AdminSession) });

/** A message as administrators look at it, with who said it. */
export const AdminMessage = Message.pick({ id: true, seq: true, text: true, createdAt: true }).extend({
  user: PublicUser.pick({ id: true, name: true, lastName: true, username: true }),
  deletedAt: Timestamp.nullable(),
});
export type AdminMessage = z.infer<typeof AdminMessage>;
/** Newest first; `before` the last one's seq is the next page. */
export const AdminMessagesAnswer = z.object({ messages: z.array(AdminMessage) });

/** Newest first; `before` the last one's id is the next page. */
export const AuditAnswer = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: Timestamp,
      actor: UserId,
      action: z.string(),
      room: z.string().optional(),
      target: z.string().optional(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
export type AuditAnswer = z.infer<typeof AuditAnswer>;
