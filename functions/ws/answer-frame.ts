import { ChatError } from "@parley/chat/chat-error";
import type { Identity } from "@parley/chat/connection/identity";
import { ClientFrame, parse, type ServerFrame } from "@parley/protocol";
import type { Chat } from "../edge/compose-chat.ts";
import type { WebsocketCall } from "../edge/wrap-websocket.ts";
import { actions, type FrameCall } from "./actions.ts";

/**
 * Answers one frame of a client: checks its form and that the session still lasts, and hands it to its
 * action. The frame that comes back goes to the sender.
 *
 * @throws {ChatError} what the sender is told instead.
 */
export async function answerFrame(chat: Chat, call: WebsocketCall): Promise<ServerFrame | undefined> {
  const identity = requireIdentity(call.identity, chat.clock.now());
  const parsed = parse(ClientFrame, call.frame);
  if (!parsed.ok) throw new ChatError(parsed.code, { fields: parsed.fields });
  const frame = parsed.value;
  const frameCall: FrameCall = { identity, connectionId: call.connectionId };
  const action = actions[frame.action] as (
    chat: Chat,
    call: FrameCall,
    frame: ClientFrame,
  ) => Promise<ServerFrame | undefined>;
  return action(chat, frameCall, frame);
}

function requireIdentity(identity: Identity | undefined, nowMs: number): Identity {
  if (identity === undefined || identity.sessionExpiresAtMs <= nowMs) throw new ChatError("unauthenticated");
  return identity;
}
