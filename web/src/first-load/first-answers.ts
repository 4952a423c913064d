import { roomOf } from "./first-area.ts";

/**
 * What the service was asked for before the page's scripts were there, and hands over when they ask for the same.
 * Promises: each answer is handed over once and soon or never, and none is after somebody signed in or out.
 */
interface FirstAnswer {
  readonly answer: Promise<Response>;
  readonly askedAtMs: number;
  readonly giveUp: AbortController;
}

declare global {
  /** By address. The script before the first paint shares nothing else with the page's own. */
  var parleyFirstAnswers: Map<string, FirstAnswer> | undefined;
}

/** What is older may have been overtaken. */
const freshMs = 10_000;

/** Asks for what the rooms ask for first, each of it as the SDK will: who one is, one's rooms, and the room's page. */
export function askFirst(path: string): void {
  const room = roomOf(path);
  const ofRoom = room === undefined ? [] : [`/rooms/${room}/messages`, `/rooms/${room}/members`];
  globalThis.parleyFirstAnswers = new Map(
    ["/me", "/rooms", ...ofRoom].map((of) => [`/api${of}`, ask(`/api${of}`)]),
  );
}

function ask(address: string): FirstAnswer {
  const giveUp = new AbortController();
  const headers = { accept: "application/json" };
  const answer = fetch(address, { headers, credentials: "include", signal: giveUp.signal });
  // Whoever takes it hears of it.
  answer.catch(() => {});
  return { answer, askedAtMs: Date.now(), giveUp };
}

/** `fetch`, with what was asked for already. */
export const fetchFirst: typeof fetch = (input, init) => {
  const first = takeFirst(String(input), init?.method ?? "GET");
  if (first === undefined) return fetch(input, init);
  const { signal } = init ?? {};
  signal?.addEventListener("abort", () => first.giveUp.abort(signal.reason), { once: true });
  return first.answer;
};

function takeFirst(address: string, method: string): FirstAnswer | undefined {
  const answers = globalThis.parleyFirstAnswers;
  if (method !== "GET") {
    if (address.startsWith("/api/auth/")) answers?.clear();
    return undefined;
  }
  const first = answers?.get(address);
  answers?.delete(address);
  return first !== undefined && Date.now() - first.askedAtMs < freshMs ? first : undefined;
}
