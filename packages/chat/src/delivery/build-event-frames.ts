import type { RoomId } from "@parley/protocol";
import { renderEventText } from "../message/event-draft.ts";
import type { LogEntry } from "../message/room-log.ts";

/** API Gateway refuses a callback over 128 KB; the rest is for the envelope. */
const frameBytesMax = 120 * 1024;
const encoder = new TextEncoder();

/** Writes entries as `events` frames, each serialised once for all recipients and small enough to post. */
export function buildEventFrames(room: RoomId, entries: readonly LogEntry[], epoch = ""): Uint8Array[] {
  const head = `{"type":"events","room":${JSON.stringify(room)}`;
  const tail = epoch === "" ? "}" : `,"epoch":${JSON.stringify(epoch)}}`;
  const frames: Uint8Array[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const flush = () => {
    if (texts.length === 0) return;
    frames.push(encoder.encode(`${head},"events":[${texts.join(",")}]${tail}`));
    texts = [];
    bytes = 0;
  };
  for (const entry of entries) {
    const text = renderEventText(entry.text, entry.seq);
    const size = Buffer.byteLength(text) + 1;
    if (bytes + size > frameBytesMax) flush();
    texts.push(text);
    bytes += size;
  }
  flush();
  return frames;
}
