import {
  AddedMemberAnswer,
  AdminMessagesAnswer,
  AdminRoomsAnswer,
  AdminSessionsAnswer,
  AdminUsersAnswer,
  AuditAnswer,
  BansAnswer,
  BotAnswer,
  BotsAnswer,
  BotTokensAnswer,
  CreatedOutgoingHookAnswer,
  Event,
  EventsAnswer,
  ExportAnswer,
  IncomingHookAnswer,
  IncomingHooksAnswer,
  InviteAnswer,
  InvitesAnswer,
  IssuedTokenAnswer,
  MeAnswer,
  Member,
  MemberAnswer,
  MembersAnswer,
  Message,
  MessageAnswer,
  MessagesAnswer,
  OutgoingHookAnswer,
  OutgoingHooksAnswer,
  ProvidersAnswer,
  PublicUser,
  Room,
  RoomAnswer,
  RoomsAnswer,
  SearchAnswer,
  TicketAnswer,
  UsersAnswer,
} from "@parley/protocol";
import { type ErrorCode, errors } from "@parley/protocol/errors";
import * as http from "@parley/protocol/http";
import * as integrations from "@parley/protocol/integrations";
import * as z from "zod";
import * as account from "../account/account-bodies.ts";

const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

/** What every refusal looks like. */
const ErrorAnswer = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.int().min(0).optional(),
    fields: z.record(z.string(), z.string()).optional(),
    requestId: z.string(),
  }),
});

const CheckResult = z.object({ status: z.enum(["ok", "unavailable"]), durationMs: z.number() });
const HealthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  checks: z.record(z.string(), CheckResult),
});

/** Better Auth's own answers, as far as they are promised. */
const AccountUser = z.looseObject({
  id: z.string(),
  name: z.string(),
  lastName: z.string(),
  username: z.string().nullable(),
  email: z.string(),
  emailVerified: z.boolean(),
});
const SignUpAnswer = z.object({ token: z.null(), user: AccountUser });
const SignInAnswer = z.looseObject({ token: z.string(), user: AccountUser });
const StatusAnswer = z.looseObject({ status: z.boolean() });
const SuccessAnswer = z.looseObject({ success: z.boolean() });
const Session = z.looseObject({ id: z.string(), token: z.string(), expiresAt: z.string() });
const SessionAnswer = z.looseObject({ session: Session, user: AccountUser }).nullable();
const SessionsAnswer = z.array(Session);
const SignInSocialAnswer = z.looseObject({ url: z.url(), redirect: z.boolean() });
const ChangedPasswordAnswer = z.looseObject({ user: AccountUser });

/** The bodies, parameters and queries that are documented: what the routes parse with, and nothing else. */
export const requestSchemas = {
  SignUpBody: account.SignUpBody,
  SignInEmailBody: account.SignInEmailBody,
  SignInUsernameBody: account.SignInUsernameBody,
  EmptyBody: account.EmptyBody,
  SendVerificationBody: account.SendVerificationBody,
  VerifyEmailQuery: account.VerifyEmailQuery,
  RequestResetBody: account.RequestResetBody,
  ResetPasswordBody: account.ResetPasswordBody,
  ChangePasswordBody: account.ChangePasswordBody,
  RevokeSessionBody: account.RevokeSessionBody,
  UpdateUserBody: account.UpdateUserBody,
  ChangeEmailBody: account.ChangeEmailBody,
  SignInSocialBody: account.SignInSocialBody,
  DeleteUserBody: account.DeleteUserBody,
  ExportQuery: http.ExportQuery,
  CreateRoomBody: http.CreateRoomBody,
  UpdateRoomBody: http.UpdateRoomBody,
  DirectRoomBody: http.DirectRoomBody,
  AddMemberBody: http.AddMemberBody,
  UpdateMemberBody: http.UpdateMemberBody,
  RemoveMemberQuery: http.RemoveMemberQuery,
  InviteBody: http.InviteBody,
  SendMessageBody: http.SendMessageBody,
  EditMessageBody: http.EditMessageBody,
  ReadBody: http.ReadBody,
  MessagesQuery: http.MessagesQuery,
  EventsQuery: http.EventsQuery,
  PublicRoomsQuery: http.PublicRoomsQuery,
  UsersQuery: http.UsersQuery,
  SearchQuery: http.SearchQuery,
  AdminListQuery: http.AdminListQuery,
  AdminMessagesQuery: http.AdminMessagesQuery,
  AdminRoleBody: http.AdminRoleBody,
  AuditQuery: http.AuditQuery,
  CreateBotBody: integrations.CreateBotBody,
  IssueTokenBody: integrations.IssueTokenBody,
  CreateIncomingHookBody: integrations.CreateIncomingHookBody,
  HookPostBody: integrations.HookPostBody,
  CreateOutgoingHookBody: integrations.CreateOutgoingHookBody,
  UpdateOutgoingHookBody: integrations.UpdateOutgoingHookBody,
} as const satisfies Record<string, z.ZodType>;

/** What is answered. */
export const answerSchemas = {
  Error: ErrorAnswer,
  Message,
  Room,
  Member,
  PublicUser,
  Event,
  AccountUser,
  Session,
  HealthAnswer,
  SignUpAnswer,
  SignInAnswer,
  StatusAnswer,
  SuccessAnswer,
  SessionAnswer,
  SessionsAnswer,
  ChangedPasswordAnswer,
  ProvidersAnswer,
  SignInSocialAnswer,
  MeAnswer,
  ExportAnswer,
  TicketAnswer,
  RoomAnswer,
  RoomsAnswer,
  MemberAnswer,
  MembersAnswer,
  AddedMemberAnswer,
  BansAnswer,
  InviteAnswer,
  InvitesAnswer,
  MessageAnswer,
  MessagesAnswer,
  EventsAnswer,
  UsersAnswer,
  SearchAnswer,
  AdminUsersAnswer,
  AdminRoomsAnswer,
  AdminSessionsAnswer,
  AdminMessagesAnswer,
  AuditAnswer,
  BotAnswer,
  BotsAnswer,
  BotTokensAnswer,
  IssuedTokenAnswer,
  IncomingHookAnswer,
  IncomingHooksAnswer,
  CreatedOutgoingHookAnswer,
  OutgoingHookAnswer,
  OutgoingHooksAnswer,
  HookDelivery: integrations.HookDelivery,
} as const satisfies Record<string, z.ZodType>;

export type RequestName = keyof typeof requestSchemas;
export type AnswerName = keyof typeof answerSchemas;
