import type { ChatWithAccount } from "@parley/client/account";
import type { Area } from "../first-load/first-area.ts";
import { accountArea, roomsArea } from "./areas.tsx";
import type { Session } from "./ask-session.ts";

/**
 * Fetches what the first view is made of, so that it can be shown as a whole: to show each part as it comes would have
 * the page rendered and laid out half a dozen times over. Fulfilled when all of it is there; never rejects.
 */
export async function prepareFirstView(
  chat: ChatWithAccount,
  area: Area | undefined,
  path: string,
  session: Promise<Session>,
): Promise<void> {
  try {
    if (area === "account") await accountArea.fetch();
    if (area !== "rooms") return;
    await roomsArea.fetch();
    const { prepareRooms } = await import("../rooms/rooms-area.tsx");
    if ((await session).status === "signedIn") await prepareRooms(chat, path);
  } catch {
    // Whoever shows it asks again, and tells what is wrong.
  }
}
