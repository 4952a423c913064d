import type { Event } from "@parley/protocol";
import type { RoomTimeline, TimelineMessage } from "../room/timeline.ts";
import type { Names } from "./names.ts";

/** Something that was said or done in a room, in the order in which it is told; told lines never change. */
export interface RoomLine {
  readonly key: string;
  readonly type: "message" | "edited" | "deleted" | "reaction";
  /** ISO-8601. */
  readonly at: string;
  readonly username: string;
  readonly isOwn: boolean;
  /** The message as it is after that. */
  readonly message: TimelineMessage;
  readonly emoji?: string;
}

export interface RoomLinesDeps {
  readonly timeline: RoomTimeline;
  readonly names: Names;
  /** Who is signed in. */
  viewer(): string | undefined;
}

/** Texts told, so that an edit that was told with its message is not told again. */
const toldTextsMax = 5_000;

/** Tells a room's window as lines: first its newest page, then whatever happens, each once. */
export function tellRoomLines(
  { timeline, names, viewer }: RoomLinesDeps,
  tell: (lines: readonly RoomLine[]) => void,
): () => void {
  let toldSeq = 0;
  const toldTexts = new Map<string, string>();

  const remember = ({ id, text }: TimelineMessage) => {
    toldTexts.delete(id);
    toldTexts.set(id, text);
    for (const oldest of toldTexts.keys()) {
      if (toldTexts.size <= toldTextsMax) break;
      toldTexts.delete(oldest);
    }
  };
  const line = (type: RoomLine["type"], message: TimelineMessage, by: { at: string; user: string }) => ({
    key: `${type}-${message.id}-${by.at}-${by.user}`,
    type,
    at: by.at,
    username: names.of(by.user),
    isOwn: by.user === viewer(),
    message,
  });
  const tellMessages = () => {
    const { status, messages } = timeline.getSnapshot();
    if (status !== "ready") return;
    const lines: RoomLine[] = [];
    for (let at = messages.indexOfSeq(toldSeq + 1); at < messages.length; at += 1) {
      const message = messages.at(at);
      if (message === undefined) break;
      toldSeq = message.seq;
      remember(message);
      lines.push(line("message", message, { at: message.createdAt, user: message.user }));
    }
    if (lines.length > 0) tell(lines);
  };
  const onEvent = (event: Event) => {
    names.hear(event);
    tellMessages();
    if (!("messageId" in event) || event.kind === "reaction.removed") return;
    const { messages } = timeline.getSnapshot();
    const message = messages.at(messages.indexOfId(event.messageId));
    if (message?.id !== event.messageId) return;
    if (event.kind === "reaction.added") {
      tell([{ ...line("reaction", message, event), emoji: event.emoji }]);
    } else if (toldTexts.get(message.id) !== message.text) {
      remember(message);
      tell([line(event.kind === "message.edited" ? "edited" : "deleted", message, event)]);
    }
  };
  const ends = [timeline.subscribe(tellMessages), timeline.onEvent(onEvent)];
  tellMessages();
  return () => {
    for (const end of ends) end();
  };
}
