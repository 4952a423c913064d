import { testEventStore } from "@parley/chat/message/event-store.contract";
import type { RoomId, UserId } from "@parley/protocol";
import { MemoryEventStore } from "./memory-event-store.ts";

const store = new MemoryEventStore(() => 0);
let made = 0;

testEventStore("MemoryEventStore", {
  store,
  createRoom: async () => {
    made += 1;
    const [room, owner, member] = [
      `rom_${made}` as RoomId,
      `usr_a${made}` as UserId,
      `usr_b${made}` as UserId,
    ];
    store.createRoom(room, "private", [
      [owner, "owner"],
      [member, "member"],
    ]);
    return { room, owner, member };
  },
});
