import { beforeEach, describe } from "vitest";
import { testAppending } from "./append-to-room-log.contract.ts";
import { testDraining } from "./drain-room-log.contract.ts";
import { testListening } from "./listen-to-room-log.contract.ts";
import { testRecovery } from "./recover-room-log.contract.ts";
import { RoomLogBench, type RoomLogSubject } from "./testing/room-log-bench.ts";

/** What every `RoomLog` must do, for one that was opened with `benchSettings`. */
export function testRoomLog(name: string, subject: RoomLogSubject): void {
  const bench = new RoomLogBench(subject);
  describe(`${name} keeps the contract of RoomLog`, () => {
    beforeEach(() => {
      bench.enterRoom();
    });
    testAppending(bench);
    testDraining(bench);
    testRecovery(bench);
    testListening(bench);
  });
}
