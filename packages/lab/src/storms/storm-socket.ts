import { randomUUID } from "node:crypto";
import { LightSocket, type LightSocketEvents } from "../bench/load/light-socket.ts";
import { callApi } from "../testing/call-api.ts";
import type { Person } from "../testing/create-person.ts";
import type { StormScene } from "./storm-report.ts";

const patienceMs = 60_000;

/** A socket that costs little and listens to a room. Rejects when it is refused. */
export async function openStormSocket(
  { cloud }: Pick<StormScene, "cloud">,
  person: Person,
  room: string,
  events: LightSocketEvents,
): Promise<LightSocket> {
  const { body } = await callApi<{ ticket: string; url: string }>(cloud.apiUrl, {
    method: "POST",
    path: "/ws-ticket",
    token: person.token,
  });
  const subscribed = Promise.withResolvers<void>();
  // It may be refused before anybody waits for it.
  subscribed.promise.catch(() => undefined);
  const socket = await LightSocket.open(`${body.url}?ticket=${body.ticket}`, {
    ...events,
    onText: (payload, from) => {
      if (payload.includes('"type":"subscribed"')) subscribed.resolve();
      events.onText(payload, from);
      if (payload.includes('"type":"error"')) subscribed.reject(new Error(payload.toString()));
    },
    onClose: () => {
      subscribed.reject(new Error("The socket was closed."));
      events.onClose?.();
    },
  });
  const timer = setTimeout(() => subscribed.reject(new Error("No answer to a subscribe.")), patienceMs);
  subscribe(socket, room, null);
  await subscribed.promise.finally(() => clearTimeout(timer));
  return socket;
}

/** Asks to be told what comes in a room, and what came after a seq. */
export function subscribe(socket: LightSocket, room: string, after: number | null): void {
  socket.send(JSON.stringify({ action: "subscribe", id: randomUUID(), rooms: { [room]: after } }));
}

/** Sends a text under a new id, which is returned. */
export function sendText(socket: LightSocket, room: string, text: string): string {
  const id = randomUUID();
  socket.send(JSON.stringify({ action: "message.send", id, room, text }));
  return id;
}
