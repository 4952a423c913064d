import { readStored, writeStored } from "../../app/stored.ts";

/** What a person has begun to write in a room, kept on this device until it is sent or emptied. */
export interface Draft {
  readonly read: () => string;
  readonly write: (text: string) => void;
}

export function draftOf(user: string, room: string): Draft {
  const key = `parley.draft.${user}.${room}`;
  return {
    read: () => readStored(key) ?? "",
    write: (text) => writeStored(key, text.trim() === "" ? null : text),
  };
}
