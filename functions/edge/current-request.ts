import { AsyncLocalStorage } from "node:async_hooks";
import type { NewId } from "@parley/chat/clock";
import { newRandomId } from "@parley/stores/system";

interface CurrentRequest {
  readonly requestId: string;
  events: number;
}

const current = new AsyncLocalStorage<CurrentRequest>();

/** Runs a call so that what it appends bears its request id. */
export function runInRequest<T>(requestId: string, run: () => Promise<T>): Promise<T> {
  return current.run({ requestId, events: 0 }, run);
}

/**
 * Ids of which an event's begins with its request's: `evt_{requestId}.{n}`. That is the thread through the
 * logs: the access line of the frame or call, the drain that committed it (in whichever Lambda) and its
 * delivery name the same one.
 */
export const newCorrelatedId: NewId = (prefix) => {
  const request = current.getStore();
  if (prefix !== "evt" || request === undefined) return newRandomId(prefix);
  request.events += 1;
  return `evt_${request.requestId}.${request.events}`;
};
