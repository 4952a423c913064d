import { type ChatWithAccount, withAccount } from "../account.ts";
import type { Chat } from "../chat.ts";
import type { ChatOptions, LogEntry } from "../chat-options.ts";
import { createChat } from "../create-chat.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import type { Surroundings } from "../surroundings.ts";
import type { FakeClock } from "./fake-clock.ts";
import type { FakeService, Person } from "./fake-service.ts";
import { seededRandom } from "./seeded-random.ts";

export const me: Person = { id: "usr_me", name: "Me" };

/** Surroundings that a test changes. */
interface FakeSurroundings extends Surroundings {
  set(now: { readonly online?: boolean; readonly visible?: boolean }): void;
}

function fakeSurroundings(): FakeSurroundings {
  let online = true;
  let visible = true;
  const listeners = new Set<() => void>();
  return {
    isOnline: () => online,
    isVisible: () => visible,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    set: (now) => {
      const was = { online, visible };
      online = now.online ?? online;
      visible = now.visible ?? visible;
      const isTold = was.online !== online || (visible && !was.visible);
      if (isTold) for (const listener of listeners) listener();
    },
  };
}

export interface TestChat {
  readonly chat: ChatWithAccount;
  readonly surroundings: FakeSurroundings;
  readonly logged: LogEntry[];
}

/** A chat whose world is a fake service, a fake clock and a seed. */
export function testChat(
  clock: FakeClock,
  service: FakeService,
  options: ChatOptions & { readonly seed?: number; readonly person?: Person } = {},
): TestChat {
  const { seed = 1, person = me, ...given } = options;
  const random = seededRandom(seed);
  const surroundings = fakeSurroundings();
  const logged: LogEntry[] = [];
  let ids = 0;
  const chat = withAccount(
    createChat({
      apiUrl: "http://parley.test/api",
      fetch: service.fetch(person),
      WebSocket: service.webSocket(),
      clock,
      random,
      newId: () => {
        ids += 1;
        return `id-${seed}-${ids}`;
      },
      surroundings,
      storage: memoryStorage(),
      log: (entry) => logged.push(entry),
      ...given,
    }),
  );
  return { chat, surroundings, logged };
}

/** The texts of a room's window, and of what is pending. */
export function textsOf(timeline: ReturnType<Chat["open"]>): { said: string[]; pending: string[] } {
  const { messages, pending } = timeline.getSnapshot();
  return {
    said: messages.toArray().map((message) => message.text),
    pending: pending.map((message) => message.text),
  };
}
