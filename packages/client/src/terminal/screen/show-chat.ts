import { render } from "ink";
import { createElement } from "react";
import type { Surroundings } from "../surroundings.ts";
import { ChatScreen } from "./chat-screen.ts";
import { Conversation, type ConversationDeps } from "./conversation.ts";
import { inkOptions } from "./ink-streams.ts";
import { paletteOf } from "./palette.ts";
import { titleText } from "./title-text.ts";

/** Shows a room at the terminal until the person leaves it. What was said stays in the scrollback. */
export async function showChat(surroundings: Surroundings, deps: ConversationDeps): Promise<void> {
  const { env, stdout, interrupted } = surroundings;
  const { room, timeline } = deps;
  const writeTitle = () => stdout.write(`${titleText(room, stdout.columns)}\n`);
  writeTitle();
  const leave = () => screen.unmount();
  const conversation = new Conversation(deps, leave);
  const screen = render(
    createElement(ChatScreen, { ...deps, conversation, palette: paletteOf(env), leave }),
    inkOptions(surroundings),
  );
  const endWatching = onOtherWidth(stdout, () => {
    screen.clear();
    stdout.write(emptyScreen);
    writeTitle();
  });
  interrupted.addEventListener("abort", leave);
  if (interrupted.aborted) leave();
  try {
    await screen.waitUntilExit();
  } finally {
    interrupted.removeEventListener("abort", leave);
    endWatching();
    conversation.end();
  }
  const waiting = timeline.getSnapshot().pending.length;
  if (waiting > 0) stdout.write(`${waiting} not sent yet: kept, and sent by the next run.\n`);
}

const emptyScreen = "\u001b[H\u001b[2J";

/**
 * A terminal breaks the rows that stand there anew for another width, and what is drawn over them would stand beside
 * them. Told after Ink has drawn by the new width, and before the screen's parts do: they draw on what was emptied.
 */
function onOtherWidth(stdout: Surroundings["stdout"], tell: () => void): () => void {
  let { columns } = stdout;
  const look = () => {
    if (stdout.columns !== columns) tell();
    ({ columns } = stdout);
  };
  stdout.on("resize", look);
  return () => stdout.off("resize", look);
}
