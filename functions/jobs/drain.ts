import { takeUpRoom } from "@parley/chat/message/resume-drain";
import { readDrainRequest } from "@parley/stores/sqs/sqs-drain-queue";
import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapQueue } from "../edge/wrap-queue.ts";

const chat = composeChat(readConfig("drain"), "drain");

/** Takes up rooms whose drainer gave up. One that has to give up as well has asked for the room again. */
export const handler = wrapQueue("drain", async (body) => {
  await takeUpRoom(chat, readDrainRequest(body));
});
