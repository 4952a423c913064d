import { render } from "ink";
import { createElement } from "react";
import { plainLine } from "../output/plain-text.ts";
import type { Surroundings } from "../surroundings.ts";
import { ChatScreen } from "./chat-screen.ts";
import { Conversation, type ConversationDeps } from "./conversation.ts";
import { inkOptions } from "./ink-streams.ts";
import { paletteOf } from "./palette.ts";

/** Shows a room at the terminal until the person leaves it. What was said stays in the scrollback. */
export async function showChat(surroundings: Surroundings, deps: ConversationDeps): Promise<void> {
  const { env, stdout, interrupted } = surroundings;
  const { room, timeline } = deps;
  stdout.write(`${[plainLine(room.name), plainLine(room.topic)].filter((part) => part !== "").join(": ")}\n`);
  const leave = () => screen.unmount();
  const conversation = new Conversation(deps, leave);
  const screen = render(
    createElement(ChatScreen, { ...deps, conversation, palette: paletteOf(env), leave }),
    inkOptions(surroundings),
  );
  interrupted.addEventListener("abort", leave);
  if (interrupted.aborted) leave();
  try {
    await screen.waitUntilExit();
  } finally {
    interrupted.removeEventListener("abort", leave);
    conversation.end();
  }
  const waiting = timeline.getSnapshot().pending.length;
  if (waiting > 0) stdout.write(`${waiting} not sent yet: kept, and sent by the next run.\n`);
}
