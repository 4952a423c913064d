import { composeChat } from "../edge/compose-chat.ts";
import { readConfig } from "../edge/config.ts";
import { wrapWebsocket } from "../edge/wrap-websocket.ts";
import { answerFrame } from "./answer-frame.ts";

const config = readConfig("message");
const chat = composeChat(config, "message");

export const handler = wrapWebsocket("message", (call) => answerFrame(chat, call));
