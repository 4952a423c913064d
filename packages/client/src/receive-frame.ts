import type { ServerFrame } from "@parley/protocol";
import type { ChatEvents, ChatUser } from "./chat.ts";
import type { ChatRooms } from "./chat-rooms.ts";
import type { Emitter } from "./emitter.ts";
import type { Log } from "./log.ts";
import type { ReadMarks } from "./read-marks.ts";

export interface ReceiveDeps {
  readonly chatRooms: Pick<ChatRooms, "rooms" | "outbox" | "leave" | "listenAgain" | "wake">;
  readonly readMarks: ReadMarks;
  readonly emitter: Emitter<ChatEvents>;
  readonly log: Log;
  user(): ChatUser | undefined;
}

/** Takes a frame to whom it concerns. Types that came with a later service are ignored. */
export function receiveFrame(deps: ReceiveDeps, frame: ServerFrame): void {
  const { chatRooms, emitter } = deps;
  switch (frame.type) {
    case "events":
      return chatRooms.rooms.onEventsFrame(frame);
    case "pong":
      chatRooms.wake();
      chatRooms.listenAgain(frame.unheard ?? []);
      return chatRooms.rooms.onHeads(frame.heads);
    case "ok":
      return chatRooms.outbox.onOk(frame.id, frame.seq);
    case "error":
      deps.log("debug", "the service refused a frame", { code: frame.code, requestId: frame.requestId });
      return chatRooms.outbox.onError(frame);
    case "read":
      if (frame.user === deps.user()?.id) deps.readMarks.onMoved(frame.room, frame.seq);
      return emitter.emit("read", frame);
    case "typing":
    case "presence":
      return emitter.emit(frame.type, frame);
    case "room.left":
      chatRooms.leave(frame.room);
      return emitter.emit("room", frame);
    case "room.joined":
    case "room.updated":
      return emitter.emit("room", frame);
  }
}
