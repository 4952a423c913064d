import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { callApi } from "../testing/call-api.ts";
import type { Person } from "../testing/create-person.ts";
import type { StormScene } from "./storm-report.ts";

const triesMax = 60;
const retryMs = 500;

/** Says something over HTTP, again under the same id while the service is `unavailable`. */
export async function postText(
  { cloud }: Pick<StormScene, "cloud">,
  { person, room, text }: { readonly person: Person; readonly room: string; readonly text: string },
): Promise<void> {
  const body = { id: randomUUID(), text };
  for (let tried = 0; tried < triesMax; tried += 1) {
    const path = `/rooms/${room}/messages`;
    const { status } = await callApi(cloud.apiUrl, { method: "POST", path, token: person.token, body });
    if (status === 201 || status === 200) return;
    if (status !== 503) throw new Error(`a message was answered with ${status}`);
    await sleep(retryMs);
  }
  throw new Error("a message was never taken");
}
