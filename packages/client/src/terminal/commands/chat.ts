import type { Chat } from "../../chat.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { findRoom } from "../find-room.ts";
import { loadNames } from "../names.ts";
import { openSession } from "../open-session.ts";
import { lineAsJson, lineAsText } from "../output/line-text.ts";
import { linesOfStdin } from "../read-stdin.ts";
import { type RoomLinesDeps, tellRoomLines } from "../room-lines.ts";
import type { CommandInput } from "../run.ts";
import { isInteractive, type Surroundings } from "../surroundings.ts";

/** Talks in a room until the person leaves; without a terminal it prints lines and sends the lines it reads. */
export async function chatIn(
  surroundings: Surroundings,
  { command, url, json }: CommandInput<"chat">,
): Promise<void> {
  const { chat, end } = await openSession(surroundings, url);
  try {
    const room = await findRoom(chat, command.room);
    const names = await loadNames(chat, room.id);
    const timeline = chat.open(room.id);
    chat.connect();
    const viewer = () => chat.user.getSnapshot()?.id;
    if (isInteractive(surroundings) && !json) {
      const { showChat } = await import("../screen/show-chat.ts");
      await showChat(surroundings, { chat, room, timeline, names, viewer });
    } else {
      await stream(surroundings, { chat, timeline, names, viewer, json });
    }
  } finally {
    await end();
  }
}

type StreamInput = RoomLinesDeps & { readonly chat: Chat; readonly json: boolean };

/** Ends when the run is interrupted, the session is over or the room gone; not when stdin ends. */
async function stream(
  { stdin, stdout, interrupted }: Surroundings,
  { chat, timeline, json, ...room }: StreamInput,
): Promise<void> {
  const over = Promise.withResolvers<void>();
  const look = () => {
    if (chat.connection.getSnapshot().status === "signed_out") {
      over.reject(new CommandFailure(exitCodes.signedOut, "Your session is over.", "unauthenticated"));
    }
    if (timeline.getSnapshot().status === "denied") {
      over.reject(
        new CommandFailure(
          exitCodes.refused,
          "The room is gone, or you are not in it any more.",
          "not_found",
        ),
      );
    }
  };
  const ends = [
    tellRoomLines({ ...room, timeline }, (lines) => {
      stdout.write(lines.map((line) => `${json ? lineAsJson(line) : lineAsText(line)}\n`).join(""));
    }),
    chat.connection.subscribe(look),
    timeline.subscribe(look),
  ];
  interrupted.addEventListener("abort", () => over.resolve());
  const sendLines = async () => {
    for await (const line of linesOfStdin(stdin, interrupted)) {
      if (line.trim() !== "") await chat.send(timeline.room, line);
    }
  };
  sendLines().catch(over.reject);
  try {
    await over.promise;
  } finally {
    for (const end of ends) end();
  }
}
