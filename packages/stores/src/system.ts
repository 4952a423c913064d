import { randomUUID } from "node:crypto";
import type { Clock, NewId } from "@parley/chat/clock";

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Ids of 122 random bits. */
export const newRandomId: NewId = (prefix) => `${prefix}_${randomUUID().replaceAll("-", "")}`;
