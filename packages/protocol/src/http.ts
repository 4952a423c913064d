import * as z from "zod";
import { MessageId, RequestId, RoomId, SeenSeq, Seq, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Role } from "./room.ts";
import { Emoji, line, MessageText } from "./text.ts";

/** Bodies and queries of the HTTP API. Query values arrive as strings and are coerced. */
const count = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);

export const RoomName = line(limits.roomNameCharsMax);
export const RoomTopic = line(limits.roomTopicCharsMax, 0);
/** A person by id, username or address. */
export const PersonRef = line(320);

export const CreateRoomBody = z.strictObject({
  name: RoomName,
  topic: RoomTopic.optional(),
  visibility: z.enum(["public", "private"]),
  members: z.array(PersonRef).max(limits.membersPerRequestMax).optional(),
});
export type CreateRoomBody = z.infer<typeof CreateRoomBody>;

export const UpdateRoomBody = z.strictObject({
  name: RoomName.optional(),
  topic: RoomTopic.optional(),
  visibility: z.enum(["public", "private"]).optional(),
  slowModeMs: z.int().min(0).max(limits.slowModeMsMax).optional(),
  /** An archived room can be read, and nothing more. */
  archived: z.boolean().optional(),
});
export type UpdateRoomBody = z.infer<typeof UpdateRoomBody>;

export const DirectRoomBody = z.strictObject({ user: PersonRef });
export const AddMemberBody = z.strictObject({ user: PersonRef });
export const UpdateMemberBody = z.strictObject({
  role: Role.optional(),
  /** null lifts it. */
  mutedUntil: z.iso.datetime().nullable().optional(),
});
/** `ban=true`: they may not come back. */
export const RemoveMemberQuery = z.strictObject({ ban: z.enum(["true", "false"]).default("false") });

export const InviteBody = z
  .strictObject({
    expiresInMs: z.int().min(limits.inviteMsMin).max(limits.inviteMsMax).optional(),
    maxUses: z.int().min(1).max(limits.inviteUsesMax).optional(),
  })
  .default({});
export type InviteBody = z.infer<typeof InviteBody>;

export const SendMessageBody = z.strictObject({
  id: RequestId,
  text: MessageText,
  replyTo: MessageId.optional(),
});
export type SendMessageBody = z.infer<typeof SendMessageBody>;

export const EditMessageBody = z.strictObject({ text: MessageText });
export const ReadBody = z.strictObject({ seq: Seq });

export const RoomParams = z.object({ room: RoomId });
export const MessageParams = z.object({ room: RoomId, message: MessageId });
export const ReactionParams = z.object({ room: RoomId, message: MessageId, emoji: Emoji });
export const InviteParams = z.object({ room: RoomId, invite: z.string().regex(/^[\w-]{1,64}$/) });
export const CodeParams = z.object({ code: z.string().regex(/^[\w-]{1,128}$/) });
export const MemberParams = z.object({ room: RoomId, user: UserId });

/** At most one of the cursors: the page before a seq, after one, or around one; none: the latest. */
export const MessagesQuery = z
  .strictObject({
    before: z.coerce.number().pipe(Seq).optional(),
    after: z.coerce.number().pipe(SeenSeq).optional(),
    around: z.coerce.number().pipe(Seq).optional(),
    limit: count(limits.messagesPerPageDefault, limits.messagesPerPageMax),
  })
  .refine(
    (query) => [query.before, query.after, query.around].filter((cursor) => cursor !== undefined).length <= 1,
    "must name at most one of before, after and around",
  );
export type MessagesQuery = z.infer<typeof MessagesQuery>;

export const EventsQuery = z.strictObject({
  after: z.coerce.number().pipe(SeenSeq).default(0),
  limit: count(limits.eventsPerPageDefault, limits.eventsPerPageMax),
});
export type EventsQuery = z.infer<typeof EventsQuery>;

export const PublicRoomsQuery = z.strictObject({ q: z.string().max(limits.searchQueryCharsMax).optional() });
export const UsersQuery = z.strictObject({
  q: z.string().max(limits.searchQueryCharsMax).default(""),
  limit: count(limits.usersPerPageDefault, limits.usersPerPageMax),
});

/** Continues an export after `next` of the page before. */
export const ExportQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[\w-]{1,64}:\d{1,15}$/, "must be what the page before called next")
    .optional(),
});

export const SearchQuery = z.strictObject({
  q: z.string().trim().min(1).max(limits.searchQueryCharsMax),
  room: RoomId.optional(),
  from: UserId.optional(),
  limit: count(limits.searchHitsDefault, limits.searchHitsMax),
});

export const AdminListQuery = z.strictObject({
  q: z.string().max(limits.searchQueryCharsMax).default(""),
  limit: count(limits.adminPageDefault, limits.adminPageMax),
});
export const AdminMessagesQuery = AdminListQuery.extend({ before: z.coerce.number().pipe(Seq).optional() });
export const AdminRoleBody = z.strictObject({ role: z.enum(["admin", "user"]) });
export const AuditQuery = z.strictObject({
  before: z.coerce.number().pipe(Seq).optional(),
  room: RoomId.optional(),
  actor: UserId.optional(),
  limit: count(limits.adminPageDefault, limits.adminPageMax),
});
export const SessionParams = z.object({ user: UserId, session: z.string().regex(/^[\w-]{1,64}$/) });
export const UserParams = z.object({ user: UserId });
