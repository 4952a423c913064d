import type { ClientFrame, Event, RoomId, ServerFrame, UserId } from "@parley/protocol";
import { ModelRoom } from "./model-room.ts";
import type { ClientDeps, Request, SimClient, Waiting } from "./sim-client.ts";

/** What is to be repeated, and when. */
interface Repeated extends Waiting {
  nextAtMs: number;
}

const tickMs = 1_000;
const pingEveryMs = 10_000;
const silenceMaxMs = 12_000;
const repeatAfterMs = 5_000;
const reconnectAfterMs = 2_000;
const retryAfterMs = 2_000;

/**
 * A client that keeps protocol.md's rules and no others: it repeats what is not answered under the same id,
 * applies events by seq, fetches what is missing, and resumes from where it was.
 */
export class ModelClient implements SimClient {
  readonly user: UserId;
  readonly rooms: ReadonlyMap<RoomId, ModelRoom>;
  readonly outbox: Repeated[] = [];
  protected readonly deps: ClientDeps;
  #connectionId: string | undefined;
  #subscribed = false;
  #quiet = false;
  #heardAtMs = 0;
  #pingedAtMs = 0;
  #connectAtMs = 0;
  #requests = 0;
  readonly #name: string;

  constructor(deps: ClientDeps, name: string, user: UserId, rooms: readonly RoomId[]) {
    this.deps = deps;
    this.#name = name;
    this.user = user;
    this.rooms = new Map(rooms.map((room) => [room, new ModelRoom(room)]));
  }

  get connectionId(): string | undefined {
    return this.#connectionId;
  }

  get isSettled(): boolean {
    return this.#subscribed && this.outbox.every(({ outcome }) => outcome !== "open");
  }

  start(): void {
    this.#tick();
    this.deps.scheduler.after(this.deps.random.between(0, tickMs), () => this.#loop());
  }

  hush(): void {
    this.#quiet = true;
  }

  newId(): string {
    this.#requests += 1;
    return `${this.#name}-${this.#requests}`;
  }

  request(frame: Request): void {
    const waiting: Repeated = { id: frame.id, frame, nextAtMs: 0, outcome: "open" };
    this.outbox.push(waiting);
    if (this.#subscribed) this.#repeat(waiting);
  }

  disconnect(noticed: boolean): void {
    const id = this.#connectionId;
    if (id === undefined) return;
    const { network, service, scheduler, random } = this.deps;
    network.cut(id);
    this.#lose();
    if (!noticed) return;
    scheduler.after(random.between(0, 3_000), () => {
      network.drop(id);
      void service.disconnect(id);
    });
  }

  #loop(): void {
    this.#tick();
    this.deps.scheduler.after(tickMs, () => this.#loop());
  }

  #tick(): void {
    const now = this.deps.scheduler.nowMs;
    if (this.#connectionId === undefined) {
      if (now >= this.#connectAtMs) void this.#connect();
      return;
    }
    if (now - this.#heardAtMs > silenceMaxMs + pingEveryMs && !this.#quiet) return this.disconnect(false);
    if (now - this.#pingedAtMs >= pingEveryMs && !this.#quiet) this.#ping(now);
    if (!this.#subscribed) return;
    for (const waiting of this.outbox) {
      if (waiting.outcome === "open" && now >= waiting.nextAtMs) this.#repeat(waiting);
    }
    if (!this.#quiet) for (const room of this.rooms.values()) void this.repair(room);
  }

  async #connect(): Promise<void> {
    const { network, service, scheduler, random } = this.deps;
    const id = this.deps.newConnectionId();
    this.#connectionId = id;
    this.#subscribed = false;
    this.#heardAtMs = scheduler.nowMs;
    this.#pingedAtMs = scheduler.nowMs;
    const admitted = await service.connect(id, this.user);
    if (this.#connectionId !== id) return;
    if (!admitted) return this.#lose();
    network.open(id, {
      receive: (text) => this.#receive(id, text),
      closed: () => {
        if (this.#connectionId === id) this.#lose();
      },
    });
    await scheduler.sleep(random.between(0, 20));
    this.#subscribe();
  }

  #lose(): void {
    this.#connectionId = undefined;
    this.#subscribed = false;
    this.#connectAtMs = this.deps.scheduler.nowMs + this.deps.random.between(50, reconnectAfterMs);
  }

  #subscribe(): void {
    const rooms = Object.fromEntries([...this.rooms.values()].map((room) => [room.id, room.lastSeq]));
    this.#transmit({ action: "subscribe", id: this.newId(), rooms });
  }

  #ping(now: number): void {
    this.#pingedAtMs = now;
    if (!this.#subscribed) this.#subscribe();
    else this.#transmit({ action: "ping", id: this.newId(), rooms: [...this.rooms.keys()] });
  }

  #repeat(waiting: Repeated): void {
    const { scheduler, random } = this.deps;
    waiting.nextAtMs = scheduler.nowMs + repeatAfterMs * (1 + random.next());
    this.#transmit(waiting.frame);
  }

  #transmit(frame: ClientFrame): void {
    const { network, random, scheduler } = this.deps;
    const id = this.#connectionId;
    const { lost, doubled } = this.deps.faults().frames;
    if (id === undefined || random.chance(lost)) return;
    const text = JSON.stringify(frame);
    for (let copies = random.chance(doubled) ? 2 : 1; copies > 0; copies -= 1) {
      scheduler.after(network.travelMs(), () => {
        if (!network.isOpen(id) || this.#connectionId !== id) return;
        void this.#ask(id, text);
      });
    }
  }

  async #ask(id: string, text: string): Promise<void> {
    const answer = await this.deps.service.answer(id, this.user, text);
    if (answer !== undefined) this.deps.network.send(id, answer);
  }

  #receive(id: string, text: string): void {
    if (this.#connectionId !== id) return;
    this.#heardAtMs = this.deps.scheduler.nowMs;
    const frame = JSON.parse(text) as Partial<ServerFrame> & { message?: string };
    switch (frame.type) {
      case "events":
        return this.#take(frame.room as RoomId, frame.events ?? []);
      case "subscribed":
        return this.#resume(frame as Extract<ServerFrame, { type: "subscribed" }>);
      case "pong":
        return this.#compare(frame.heads ?? {}, frame.unheard ?? []);
      case "ok":
        return this.#settle(frame.id, "kept", frame.seq);
      case "error":
        return this.#refuse(frame as Extract<ServerFrame, { type: "error" }>);
      default:
        return;
    }
  }

  #resume({ rooms, denied = [] }: Extract<ServerFrame, { type: "subscribed" }>): void {
    for (const id of denied) {
      const room = this.rooms.get(id);
      if (room !== undefined) room.denied = true;
    }
    for (const [id, { headSeq, events }] of Object.entries(rooms)) {
      const room = this.rooms.get(id as RoomId);
      if (room === undefined) continue;
      room.denied = false;
      room.learnHead(headSeq);
      this.#take(room.id, events);
    }
    const first = !this.#subscribed;
    this.#subscribed = true;
    if (!first) return;
    for (const waiting of this.outbox) if (waiting.outcome === "open") this.#repeat(waiting);
  }

  #compare(heads: Readonly<Record<string, number>>, unheard: readonly RoomId[]): void {
    for (const room of this.rooms.values()) {
      const head = heads[room.id];
      room.denied = head === undefined;
      if (head !== undefined) room.learnHead(head);
      void this.repair(room);
    }
    if (unheard.length > 0) this.#subscribe();
  }

  #take(id: RoomId, events: readonly Event[]): void {
    const room = this.rooms.get(id);
    if (room === undefined) return;
    for (const event of room.take(events)) {
      if (event.user === this.user) this.#settle(event.clientId, "kept", event.seq);
    }
    void this.repair(room);
  }

  /** Fetches what is missing. A test may plant a client that does not. */
  protected async repair(room: ModelRoom): Promise<void> {
    if (room.repairing || !room.hasGap || room.denied) return;
    const { network, scheduler, service, observer } = this.deps;
    room.repairing = true;
    await scheduler.sleep(network.travelMs());
    const answer = await service.listEvents(room.id, this.user, room.lastSeq);
    for (const event of answer?.events ?? []) observer.sawVisible(event, this.user);
    await scheduler.sleep(network.travelMs());
    room.repairing = false;
    if (answer === undefined) return;
    room.learnHead(answer.headSeq);
    this.#take(room.id, answer.events);
  }

  #refuse({ id, retryable, retryAfterMs: waitMs }: Extract<ServerFrame, { type: "error" }>): void {
    const { scheduler, random } = this.deps;
    const waiting = this.outbox.find(({ frame }) => frame.id === id);
    if (waiting === undefined || waiting.outcome !== "open") return;
    if (retryable) waiting.nextAtMs = scheduler.nowMs + (waitMs ?? retryAfterMs * (0.5 + random.next()));
    else waiting.outcome = "refused";
  }

  #settle(id: string | undefined, outcome: "kept", seq: number | undefined): void {
    const waiting = this.outbox.find(({ frame }) => frame.id === id);
    if (waiting === undefined) return;
    this.deps.observer.sawAcknowledged(waiting.frame.room, this.user, waiting.frame.id, seq);
    waiting.outcome = outcome;
  }
}
