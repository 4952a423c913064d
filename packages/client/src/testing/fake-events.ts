import type { Event } from "@parley/protocol";
import { FakeRoom } from "./fake-log.ts";

/** A room's log with messages, edits and reactions drawn from numbers in [0, 1). */
export function drawRoom(draws: readonly number[], id = "rom_1"): FakeRoom {
  const room = new FakeRoom(id);
  room.post("usr_else", "first", "c0", 0);
  for (const [at, draw] of draws.entries()) {
    const users = ["usr_me", "usr_else"];
    const user = users[at % 2] ?? "usr_me";
    const messages = room.messages("usr_me");
    const target = messages[Math.floor(draw * messages.length)]?.seq ?? 1;
    if (draw < 0.5) room.post(user, `text ${at}`, `c${at + 1}`, at);
    else if (draw < 0.8) room.react(user, target, "👍", at);
    else room.edit(user, target, `edited ${at}`, at);
  }
  return room;
}

/** Messages with the seqs 1 to `count`. */
export function plainEvents(count: number): Event[] {
  const room = new FakeRoom("rom_1");
  for (let seq = 1; seq <= count; seq += 1) room.post("usr_else", `text ${seq}`, `c${seq}`, seq);
  return room.events;
}
