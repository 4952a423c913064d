import { statesBeforeSignIn } from "./before-sign-in.ts";
import { statesBesideRooms } from "./beside-rooms.ts";
import { statesInARoom } from "./in-a-room.ts";
import { statesOutOfTurn } from "./out-of-turn.ts";
import type { PageState } from "./page-state.ts";
import { statesSeldomSeen } from "./seldom-seen.ts";

/** All that is looked at, by axe and by us. */
export const states: readonly PageState[] = [
  ...statesBeforeSignIn,
  ...statesBesideRooms,
  ...statesInARoom,
  ...statesSeldomSeen,
  ...statesOutOfTurn,
];
