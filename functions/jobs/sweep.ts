import { sweepRooms } from "@parley/chat/message/sweep-rooms";
import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapJob } from "../edge/wrap-job.ts";

const chat = composeChat(readConfig("sweep"), "sweep");

export const handler = wrapJob("sweep", async (_event: unknown, { logger }) => {
  const swept = await sweepRooms(chat);
  if (swept.stalled > 0) logger.info("swept", { ...swept });
  return swept;
});
