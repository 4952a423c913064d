import type { ChatWithAccount } from "@parley/client/account";
import type { Area } from "../first-load/first-area.ts";
import { accountArea, roomsArea } from "./areas.tsx";
import { askSession, type Session } from "./session.tsx";

/** What is asked for before anything is shown. */
export interface FirstView {
  readonly session: Promise<Session>;
  /** Fulfilled when all of it is there; never rejects. */
  readonly ready: Promise<void>;
}

/**
 * Fetches what the first view is made of, so that it can be shown as a whole: to show each part as it comes would have
 * the page rendered and laid out half a dozen times over.
 */
export function prepareFirstView(chat: ChatWithAccount, area: Area | undefined, path: string): FirstView {
  const session = askSession(chat);
  return { session, ready: prepare(chat, area, path, session).catch(() => {}) };
}

async function prepare(
  chat: ChatWithAccount,
  area: Area | undefined,
  path: string,
  session: Promise<Session>,
): Promise<void> {
  if (area === "account") await accountArea.fetch();
  if (area !== "rooms") return;
  await roomsArea.fetch();
  const { prepareRooms } = await import("../rooms/rooms-area.tsx");
  if ((await session).status === "signedIn") await prepareRooms(chat, path);
}
