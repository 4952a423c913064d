import type {
  ClientFrame,
  ErrorCode,
  MessageSend,
  ResumedRoom,
  RoomId,
  ServerFrame,
  Subscribe,
  UserId,
} from "@parley/protocol";
import { errors } from "@parley/protocol/errors";
import type { Clock } from "../clock.ts";
import { FakeRoom } from "./fake-log.ts";
import { type FakePeer, fakeWebSocket } from "./fake-socket.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Window {
  readonly count: number;
  readonly windowMs: number;
}

/** What a fault may do with a frame on its way: deliver it, lose it, or cut the socket before or after. */
export type Fate = "pass" | "lose" | "cutBefore" | "cutAfter";

export interface Refusal {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number;
}

interface Session {
  readonly user: string;
  readonly rooms: Set<string>;
  greeted: boolean;
}

/**
 * A Parley service in memory, by protocol.md: rooms, throttle, tickets, sockets, pages. Everything takes
 * time on the test's clock, and can be made to fail.
 */
export class FakeService {
  readonly rooms = new Map<string, FakeRoom>();
  readonly denied = new Set<string>();
  readonly frames: ClientFrame[] = [];
  readonly requests: string[] = [];
  readonly sessions = new Map<FakePeer, Session>();
  windows: readonly Window[] = [];
  /** Another one says that what had arrived and not been told was lost. */
  epoch = "1";
  /** One way, in milliseconds; a function of the frame, so that a test can have frames overtake. */
  latencyMs: () => number = () => 10;
  onClientFrame: (frame: ClientFrame) => Fate = () => "pass";
  /** A refusal for a frame that has arrived. */
  onArrival: (frame: ClientFrame) => Refusal | undefined = () => undefined;
  onServerFrame: (frame: ServerFrame) => Fate = () => "pass";
  /** A refusal for an HTTP request, or "drop" for no answer. */
  onRequest: (line: string) => Refusal | "drop" | undefined = () => undefined;
  /** Who signs in, and the session that they get. */
  onSignIn: () => { readonly user: Person; readonly token: string } = () => {
    throw new Error("nobody was expected to sign in");
  };
  readonly #clock: Clock;
  readonly #tickets = new Map<string, string>();
  readonly #taken = new Map<string, number[]>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  room(id: string): FakeRoom {
    const room = this.rooms.get(id) ?? new FakeRoom(id);
    this.rooms.set(id, room);
    return room;
  }

  get open(): FakePeer[] {
    return [...this.sessions.keys()].filter((peer) => peer.isOpen);
  }

  cutAll(): void {
    for (const peer of this.sessions.keys()) peer.cut();
  }

  /** Somebody else says something. */
  say(room: string, text: string, user = "usr_else"): void {
    const log = this.room(room);
    log.post(user, text, `c${log.headSeq}`, this.#clock.now());
    this.deliver(room, 1);
  }

  /** Delivers the last events of a room to everybody subscribed. */
  deliver(room: string, count: number): void {
    const { id, events } = this.room(room);
    for (const [peer, session] of this.sessions) {
      if (session.rooms.has(room))
        this.#tell(peer, { type: "events", room: id, events: events.slice(-count), epoch: this.epoch });
    }
  }

  webSocket() {
    return fakeWebSocket({
      onConnect: (peer) => {
        const ticket = new URL(peer.url).searchParams.get("ticket") ?? "";
        const user = this.#tickets.get(ticket);
        this.#tickets.delete(ticket);
        this.#later(() => {
          if (user === undefined) {
            peer.cut();
            return;
          }
          this.sessions.set(peer, { user, rooms: new Set(), greeted: false });
          peer.open();
        });
      },
      onFrame: (peer, frame) => {
        this.frames.push(frame);
        const fate = this.onClientFrame(frame);
        if (fate === "cutBefore") peer.cut();
        if (fate === "lose" || fate === "cutBefore") return;
        this.#later(() => {
          const session = this.sessions.get(peer);
          if (session !== undefined) this.#answer(peer, session, frame);
        });
        if (fate === "cutAfter") this.#later(() => peer.cut(), 1);
      },
      onClosed: (peer) => this.sessions.delete(peer),
    });
  }

  /** The HTTP API for a person. */
  fetch(person: Person): typeof fetch {
    return (input, init) => {
      const url = new URL(String(input));
      const line = `${init?.method ?? "GET"} ${url.pathname.replace("/api", "")}${url.search}`;
      this.requests.push(line);
      return new Promise((resolve, reject) => {
        const signal = init?.signal;
        signal?.addEventListener("abort", () => reject(signal.reason));
        const refusal = this.onRequest(line);
        if (refusal === "drop") return;
        this.#later(() => {
          // As it stands when the request has arrived; the answer travels back.
          const answer = refusal === undefined ? this.#http(person, line, url) : refuse(refusal);
          this.#later(() => resolve(answer));
        });
      });
    };
  }

  #later(run: () => void, moreMs = 0): void {
    this.#clock.setTimeout(run, this.latencyMs() + moreMs);
  }

  #tell(peer: FakePeer, frame: ServerFrame): void {
    const fate = this.onServerFrame(frame);
    if (fate === "cutBefore") peer.cut();
    if (fate === "lose" || fate === "cutBefore") return;
    this.#later(() => {
      peer.tell(frame);
      if (fate === "cutAfter") peer.cut();
    });
  }

  #answer(peer: FakePeer, session: Session, frame: ClientFrame): void {
    const refusal = this.onArrival(frame);
    if (refusal !== undefined) {
      this.#tell(peer, errorFrame(refusal.code, frame.id, refusal.retryAfterMs));
      return;
    }
    if (frame.action === "subscribe" || frame.action === "ping") this.#greet(peer, session);
    if (frame.action === "subscribe") this.#subscribe(peer, session, frame);
    else if (frame.action === "ping") {
      const asked = (frame.rooms ?? []).filter((id) => this.#mayRead(id));
      const heads = Object.fromEntries(asked.map((id) => [id, this.room(id).headSeq]));
      const unheard = asked.filter((id) => !session.rooms.has(id));
      const at = new Date(this.#clock.now()).toISOString();
      this.#tell(peer, { type: "pong", id: frame.id, at, heads, ...(unheard.length > 0 && { unheard }) });
    } else if (frame.action === "message.send") this.#send(peer, session, frame);
    else if (frame.action === "unsubscribe") {
      for (const id of frame.rooms) session.rooms.delete(id);
      this.#tell(peer, { type: "ok", id: frame.id });
    }
  }

  #greet(peer: FakePeer, session: Session): void {
    if (session.greeted) return;
    session.greeted = true;
    this.#count += 1;
    const user = { id: session.user as UserId, name: "A", lastName: "B", username: session.user };
    this.#tell(peer, {
      type: "hello",
      protocol: 1,
      connectionId: `con_${this.#count}`,
      user,
      limits: { messages: [...this.windows], textCharsMax: 8_000, roomsPerFrameMax: 100 },
    });
  }

  #subscribe(peer: FakePeer, session: Session, frame: Subscribe): void {
    const rooms: Record<RoomId, ResumedRoom> = {};
    const { epoch } = this;
    const denied: RoomId[] = [];
    for (const [id, last] of Object.entries(frame.rooms) as [RoomId, number | null][]) {
      if (!this.#mayRead(id)) {
        denied.push(id);
        continue;
      }
      session.rooms.add(id);
      const { events, headSeq } = this.room(id);
      const missed = last === null ? [] : events.slice(last);
      rooms[id] = { headSeq, events: missed.slice(0, 100), hasMore: missed.length > 100, epoch };
    }
    this.#tell(peer, { type: "subscribed", id: frame.id, rooms, denied });
  }

  #send(peer: FakePeer, session: Session, frame: MessageSend): void {
    if (!this.#mayRead(frame.room)) return this.#tell(peer, errorFrame("not_found", frame.id));
    const waitMs = this.#throttle(session.user);
    if (waitMs > 0) return this.#tell(peer, errorFrame("rate_limited", frame.id, waitMs));
    const { seq, isNew } = this.room(frame.room).post(session.user, frame.text, frame.id, this.#clock.now());
    if (isNew) this.deliver(frame.room, 1);
    else this.#tell(peer, { type: "ok", id: frame.id, seq });
  }

  #mayRead(room: string): boolean {
    return !this.denied.has(room);
  }

  /** As the service's own: a token comes back one window after it was taken. */
  #throttle(user: string): number {
    const now = this.#clock.now();
    const taken = this.#taken.get(user) ?? [];
    const waits = this.windows.map(({ count, windowMs }) => {
      const since = taken[count - 1];
      return since === undefined ? 0 : since + windowMs - now;
    });
    const waitMs = Math.max(0, ...waits);
    if (waitMs === 0) this.#taken.set(user, [now, ...taken].slice(0, 100));
    return waitMs;
  }

  #http(person: Person, line: string, url: URL): Response {
    if (line === "POST /ws-ticket") {
      this.#count += 1;
      const ticket = `ticket-${this.#count}`;
      this.#tickets.set(ticket, person.id);
      return Response.json({ ticket, url: "ws://parley.test/v1", expiresAt: "2026-01-01T00:01:00.000Z" });
    }
    if (line.startsWith("POST /auth/sign-in/")) {
      const { user, token } = this.onSignIn();
      return Response.json({ user }, { headers: { "set-auth-token": token } });
    }
    if (line === "POST /auth/sign-out") return Response.json({ success: true });
    const [, id = "", what] = /^\/api\/rooms\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    if (what === undefined || !this.#mayRead(id)) return refuse({ code: "not_found" });
    const room = this.room(id);
    const query = (name: string) => {
      const value = url.searchParams.get(name);
      return value === null ? undefined : Number(value);
    };
    if (what === "events") {
      const later = room.events.slice(query("after") ?? 0);
      const limit = query("limit") ?? 100;
      return Response.json({
        events: later.slice(0, limit),
        headSeq: room.headSeq,
        hasMore: later.length > limit,
      });
    }
    const all = room.messages(person.id);
    const limit = query("limit") ?? 50;
    const before = query("before");
    const after = query("after");
    const around = query("around");
    let from = Math.max(0, all.length - limit);
    if (before !== undefined)
      from = Math.max(0, all.filter((message) => message.seq < before).length - limit);
    if (after !== undefined) from = all.filter((message) => message.seq <= after).length;
    if (around !== undefined) {
      from = Math.max(0, all.filter((message) => message.seq < around).length - limit / 2);
    }
    let to = Math.min(all.length, from + limit);
    if (before !== undefined) to = Math.min(to, all.filter((message) => message.seq < before).length);
    return Response.json({
      messages: all.slice(from, to),
      asOfSeq: room.headSeq,
      hasBefore: from > 0,
      hasAfter: to < all.length,
    });
  }
}

export function errorFrame(code: ErrorCode, id?: string, retryAfterMs?: number): ServerFrame {
  const { message, retryable } = errors[code];
  return {
    type: "error",
    code,
    message,
    retryable,
    requestId: "req_1",
    ...(id !== undefined && { id }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function refuse({ code, retryAfterMs }: Refusal): Response {
  const { status, message, retryable } = errors[code];
  const error = { code, message, retryable, requestId: "req_1", ...(retryAfterMs && { retryAfterMs }) };
  return Response.json({ error }, { status });
}
