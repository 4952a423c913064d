import { ChatError } from "@parley/chat/chat-error";
import { admitFrame } from "@parley/chat/connection/admit-frame";
import type { Identity } from "@parley/chat/connection/identity";
import { countRefusal } from "@parley/chat/throttle/count-refusal";
import { throttleFrames } from "@parley/chat/throttle/throttle-frames";
import { ClientFrame, parse, RequestId, type ServerFrame } from "@parley/protocol";
import * as z from "zod";
import type { Chat } from "../edge/compose-chat.ts";
import type { WebsocketCall } from "../edge/wrap-websocket.ts";
import { actions, type FrameCall } from "./actions.ts";

/**
 * Answers one frame of a client: checks its form and that the session still lasts, and hands it to its
 * action. The frame that comes back goes to the sender; a connection whose frames are refused over and over
 * is closed instead, and what of its frames was under way then costs next to nothing.
 *
 * @throws {ChatError} what the sender is told instead.
 */
export async function answerFrame(chat: Chat, call: WebsocketCall): Promise<ServerFrame | undefined> {
  const { identity } = call;
  if (chat.cutOff.has(call.connectionId)) return undefined;
  if (identity === undefined) throw new ChatError("unauthenticated");
  try {
    return await act(chat, call, identity);
  } catch (refusal) {
    if (!(refusal instanceof ChatError)) throw refusal;
    const { connectionId, requestId } = call;
    const { code } = refusal;
    const { id } = RefusedFrame.safeParse(call.frame).data ?? {};
    const closed = await countRefusal(chat, { connectionId, user: identity.userId, id, code, requestId });
    if (closed) return undefined;
    throw refusal;
  }
}

/** As much of a frame as is needed to answer it, whatever else is wrong with it. */
const RefusedFrame = z.object({ id: RequestId });

async function act(chat: Chat, call: WebsocketCall, identity: Identity): Promise<ServerFrame | undefined> {
  const parsed = parse(ClientFrame, call.frame);
  if (!parsed.ok) throw new ChatError(parsed.code, { fields: parsed.fields });
  const frame = parsed.value;
  const { connectionId, connectedAtMs } = call;
  const admission = admitFrame(chat, { identity, connectionId, connectedAtMs });
  if (frame.action !== "message.send") {
    await Promise.all([admission, throttleFrames(chat, identity.userId)]);
  }
  const frameCall: FrameCall = { identity, connectionId, admission };
  const action = actions[frame.action] as (
    chat: Chat,
    call: FrameCall,
    frame: ClientFrame,
  ) => Promise<ServerFrame | undefined>;
  return action(chat, frameCall, frame);
}
