import * as z from "zod";
import { MessageDelete } from "./client/message-delete.ts";
import { MessageEdit } from "./client/message-edit.ts";
import { MessageSend } from "./client/message-send.ts";
import { Ping } from "./client/ping.ts";
import { ReactionChange } from "./client/reaction.ts";
import { ReadMark } from "./client/read.ts";
import { Subscribe } from "./client/subscribe.ts";
import { TypingNotice } from "./client/typing.ts";
import { Unsubscribe } from "./client/unsubscribe.ts";

/** Everything a client may send, told apart by `action`. Unknown fields are refused. */
export const ClientFrame = z.discriminatedUnion("action", [
  Subscribe,
  Unsubscribe,
  MessageSend,
  MessageEdit,
  MessageDelete,
  ReactionChange,
  TypingNotice,
  ReadMark,
  Ping,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
export type ClientAction = ClientFrame["action"];
