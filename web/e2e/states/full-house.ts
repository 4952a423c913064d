import { randomUUID } from "node:crypto";
import { callApi } from "@parley/lab/testing/call-api";
import { createPerson, createRoom, joinRoom, type Person } from "@parley/lab/testing/create-person";
import type { Cloud } from "@parley/local/cloud";

/** As long as a name may be, and a word without a place to break. */
const longName = "Maximiliana Alexandrina Konstantinopolitanska-Wolfeschlegel";
const longWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);

const everyMarkup = [
  "**Weight**, *slant*, ~~gone~~, `code` and [a link](https://example.test/somewhere).",
  "> a quotation\n> of two lines",
  "- a list\n- of things\n  - and one inside",
  "1. first\n2. second",
  `\`\`\`\nconst line = "a line of code that is much longer than any telephone is wide, and must scroll by itself";\n\`\`\``,
].join("\n\n");

/** A room of long names in which every kind of message was said; its id. */
export async function fillHouse(cloud: Cloud, owner: Person, guest: Person): Promise<string> {
  const tall = await createPerson(cloud, "Max");
  await callApi(cloud.apiUrl, {
    method: "POST",
    path: "/auth/update-user",
    token: tall.token,
    body: { name: longName, lastName: "von und zu Hohenlohe-Langenburg-Weikersheim" },
  });
  const { id } = await createRoom(cloud, guest, {
    name: "Long-distance steam navigation, its timetables, tariffs and other small troubles",
    members: [owner.username],
  });
  await joinRoom(cloud, tall, id);
  const ask = (person: Person, method: string, path: string, body: object = {}) =>
    callApi<{ message: { id: string } }>(cloud.apiUrl, {
      method,
      path: `/rooms/${id}${path}`,
      token: person.token,
      body,
    });
  const say = async (person: Person, text: string, replyTo?: string): Promise<string> => {
    const body = { id: randomUUID(), text, ...(replyTo !== undefined && { replyTo }) };
    return (await ask(person, "POST", "/messages", body)).body.message.id;
  };
  await ask(guest, "PATCH", "", { topic: "Everything that does not fit in one line, ".repeat(4) });
  await say(guest, everyMarkup);
  await say(guest, `A long word: ${longWord}`);
  const link = await say(tall, `A long link: https://example.test/${"path/".repeat(30)}?q=${"x".repeat(60)}`);
  for (const emoji of ["👍", "❤️", "😂", "🎉", "🚀", "👀"]) {
    await ask(guest, "PUT", `/messages/${link}/reactions/${encodeURIComponent(emoji)}`);
  }
  await ask(tall, "PUT", `/messages/${link}/reactions/${encodeURIComponent("👍")}`);
  await say(guest, `An answer to it for @${owner.username}, and others.`, link);
  await say(guest, "And one more of the group.");
  const edited = await say(guest, "A mistkae.");
  await ask(guest, "PATCH", `/messages/${edited}`, { text: "A mistake that was mended." });
  await ask(guest, "DELETE", `/messages/${await say(tall, "Said in haste.")}`);
  await say(guest, "مرحبا، هذه رسالة من اليمين إلى اليسار.");
  return id;
}
