import { type Chat, createChat, ParleyError } from "@parley/client";
import type { Event, RoomId, UserId } from "@parley/protocol";
import { ModelRoom } from "./model-room.ts";
import { SdkSocket } from "./sdk-socket.ts";
import { startMs } from "./settings.ts";
import type { ClientDeps, Request, SimClient, Waiting } from "./sim-client.ts";

const againAfterMs = 2_000;

/** The SDK itself as a client of the simulation: its sockets, requests, clock and chance are the run's. */
export class SdkClient implements SimClient {
  readonly user: UserId;
  readonly rooms: ReadonlyMap<RoomId, ModelRoom>;
  readonly outbox: Waiting[] = [];
  readonly #deps: ClientDeps;
  readonly #name: string;
  readonly #chat: Chat;
  #socket: SdkSocket | undefined;
  #requests = 0;

  constructor(deps: ClientDeps, name: string, user: UserId, rooms: readonly RoomId[]) {
    this.#deps = deps;
    this.#name = name;
    this.user = user;
    this.rooms = new Map(rooms.map((room) => [room, new ModelRoom(room)]));
    this.#chat = this.#createChat();
    this.#chat.on("events", ({ room, events }) => this.#take(room, events));
  }

  get connectionId(): string | undefined {
    return this.#socket?.connectionId;
  }

  get isSettled(): boolean {
    return this.#socket?.readyState === 1 && this.outbox.every(({ outcome }) => outcome !== "open");
  }

  start(): void {
    this.#chat.follow([...this.rooms.keys()].map((id) => ({ id, headSeq: 0 })));
    this.#chat.connect();
  }

  hush(): void {
    // The SDK pings every 25 s, and the probe is over by then.
  }

  newId(): string {
    this.#requests += 1;
    return `${this.#name}-${this.#requests}`;
  }

  request(frame: Request): void {
    const waiting: Waiting = { id: frame.id, frame, outcome: "open" };
    this.outbox.push(waiting);
    void this.#see(waiting);
  }

  disconnect(noticed: boolean): void {
    const socket = this.#socket;
    if (socket?.readyState !== 1) return;
    const { network, service, scheduler, random } = this.#deps;
    socket.break(random.chance(0.7));
    if (!noticed) return;
    scheduler.after(random.between(0, 3_000), () => {
      network.drop(socket.connectionId);
      void service.disconnect(socket.connectionId);
    });
  }

  async #see(waiting: Waiting): Promise<void> {
    const { frame } = waiting;
    if (frame.action === "message.send") {
      // It is kept when it is seen; the SDK gives it an id of its own.
      waiting.id = await this.#chat.send(frame.room, frame.text);
      return;
    }
    for (;;) {
      try {
        await this.#change(frame);
        waiting.outcome = "kept";
        return;
      } catch (error) {
        if (!(error instanceof ParleyError)) throw error;
        if (!error.retryable) {
          waiting.outcome = "refused";
          return;
        }
        await this.#deps.scheduler.sleep(againAfterMs);
      }
    }
  }

  async #change(frame: Request): Promise<void> {
    switch (frame.action) {
      case "message.edit":
        return this.#chat.editMessage(frame.room, frame.message, frame.text);
      case "message.delete":
        return this.#chat.deleteMessage(frame.room, frame.message);
      case "reaction.add":
        return this.#chat.addReaction(frame.room, frame.message, frame.emoji);
      case "reaction.remove":
        return this.#chat.removeReaction(frame.room, frame.message, frame.emoji);
      default:
        throw new TypeError(`${frame.action} is not what people do here`);
    }
  }

  #take(id: RoomId, events: readonly Event[]): void {
    const room = this.rooms.get(id);
    for (const event of events) {
      if (event.seq !== (room?.lastSeq ?? 0) + 1)
        this.#deps.observer.report(`the SDK gave ${event.seq} of ${id}`);
      room?.take([event]);
      const waiting = this.outbox.find((one) => one.id === event.clientId);
      if (waiting === undefined || event.user !== this.user) continue;
      waiting.outcome = "kept";
      this.#deps.observer.sawAcknowledged(id, this.user, waiting.id, event.seq);
    }
  }

  #createChat(): Chat {
    const { scheduler, random } = this.#deps;
    const open = () => {
      this.#socket = new SdkSocket(this.#deps, this.user);
      return this.#socket;
    };
    let ids = 0;
    const timers = new Set<object>();
    return createChat({
      apiUrl: "http://simulation/api",
      token: this.user,
      // A constructor that returns an object gives that object.
      WebSocket: function WebSocket() {
        return open();
      } as unknown as new (
        url: string,
      ) => SdkSocket,
      fetch: ((url: string) => this.#fetch(new URL(url))) as typeof fetch,
      random: () => random.next(),
      newId: () => {
        ids += 1;
        return `${this.#name}-sdk-${ids}`;
      },
      clock: {
        now: () => Math.floor(scheduler.nowMs),
        setTimeout: (run, delayMs) => {
          const timer = {};
          timers.add(timer);
          scheduler.after(delayMs, () => {
            if (timers.delete(timer)) run();
          });
          return timer;
        },
        clearTimeout: (timer) => void timers.delete(timer as object),
      },
      locks: null,
      surroundings: {
        isOnline: () => true,
        isVisible: () => true,
        onChange: () => () => undefined,
      },
    });
  }

  /** The parts of the HTTP API that a chat without an open timeline uses. */
  async #fetch(url: URL): Promise<Response> {
    const { network, scheduler, service, observer } = this.#deps;
    await scheduler.sleep(network.travelMs());
    if (url.pathname.endsWith("/ws-ticket")) {
      const expiresAt = new Date(startMs).toISOString();
      return answerWith(200, { ticket: "t", url: "ws://simulation", expiresAt });
    }
    const [, room = ""] = /\/rooms\/([^/]+)\/events$/.exec(url.pathname) ?? [];
    const answer = await service.listEvents(room as RoomId, this.user, Number(url.searchParams.get("after")));
    for (const event of answer?.events ?? []) observer.sawVisible(event, this.user);
    await scheduler.sleep(network.travelMs());
    return answer === undefined ? answerWith(503, {}) : answerWith(200, answer);
  }
}

/** As much of a `Response` as the SDK reads; a real one reads its body over turns of the real event loop. */
function answerWith(status: number, body: object): Response {
  const response: Pick<Response, "ok" | "status" | "headers" | "text"> = {
    ok: status < 300,
    status,
    headers: new Headers(),
    text: async () => JSON.stringify(body),
  };
  return response as Response;
}
