import type { Message } from "@parley/protocol";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { deliver } from "../deliver.ts";
import { findRoom } from "../find-room.ts";
import { openSession } from "../open-session.ts";
import { plainJson } from "../output/plain-text.ts";
import { linesOfStdin, readStdin } from "../read-stdin.ts";
import type { CommandInput } from "../run.ts";
import type { Surroundings } from "../surroundings.ts";

/** Sends a message, or each line of what it reads, and waits until the room has it. */
export async function sendTo(
  { env, stdin, stdout, interrupted }: Surroundings,
  { command, url, json }: CommandInput<"send">,
): Promise<void> {
  const { text, byLine, waitMs } = command;
  if (text === undefined && stdin.isTTY === true) {
    throw new CommandFailure(
      exitCodes.usage,
      "`send` needs a text, or something to read: echo hi | parley send ROOM.",
    );
  }
  const { chat, end } = await openSession({ env }, url);
  try {
    const room = await findRoom(chat, command.room);
    const timeline = chat.open(room.id);
    // A room that is being loaded has no messages yet, and may have this one already.
    const created = new Map<string, Message>();
    timeline.onEvent((event) => {
      if (event.kind === "message.created" && event.clientId) created.set(event.clientId, event.message);
    });
    chat.connect();
    const sendOne = async (said: string) => {
      if (said.trim() === "") throw new CommandFailure(exitCodes.refused, "There is nothing to send.");
      const id = await chat.send(room.id, said);
      await deliver({ chat, timeline, interrupted }, { ids: new Set([id]), waitMs });
      if (!json) return;
      const shown = timeline.getSnapshot().messages.toArray();
      const sent = created.get(id) ?? shown.find(({ key }) => key === id);
      const user = chat.user.getSnapshot()?.username;
      stdout.write(`${plainJson({ id, room: room.id, message: sent?.id, seq: sent?.seq, user })}\n`);
    };
    if (!byLine || text !== undefined) await sendOne(text ?? (await readStdin(stdin, interrupted)));
    else {
      for await (const line of linesOfStdin(stdin, interrupted)) if (line.trim() !== "") await sendOne(line);
      if (interrupted.aborted) throw new CommandFailure(exitCodes.interrupted, "Interrupted.");
    }
  } finally {
    await end();
  }
}
