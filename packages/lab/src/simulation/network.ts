import type { Gateway, PostOutcome } from "@parley/chat/delivery/gateway";
import type { WorldFaults } from "./fault-plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

export interface NetworkDeps {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: () => WorldFaults;
  /** Sees every post that the gateway takes, at the moment when it does. */
  readonly onPost: (connectionId: string, frame: string) => void;
}

/** What a client hears of its socket. */
export interface SocketListener {
  receive(frame: string): void;
  closed(): void;
}

interface Socket {
  readonly listener: SocketListener;
  /** The client's end is gone and the gateway does not know it yet: what is posted is taken and lost. */
  halfOpen: boolean;
  /** One frame follows another: nothing overtakes on one socket. */
  freeAtMs: number;
}

const travelMaxMs = 30;

/** The sockets between clients and the gateway, and the gateway's posts to them. */
export class Network implements Gateway {
  readonly #deps: NetworkDeps;
  readonly #sockets = new Map<string, Socket>();

  constructor(deps: NetworkDeps) {
    this.#deps = deps;
  }

  open(connectionId: string, listener: SocketListener): void {
    const freeAtMs = this.#deps.scheduler.nowMs;
    this.#sockets.set(connectionId, { listener, halfOpen: false, freeAtMs });
  }

  isOpen(connectionId: string): boolean {
    return this.#sockets.has(connectionId);
  }

  /** The client's end is gone; the gateway finds out later, or only by `drop`. */
  cut(connectionId: string): void {
    const socket = this.#sockets.get(connectionId);
    if (socket !== undefined) socket.halfOpen = true;
  }

  /** The gateway ends the connection. */
  drop(connectionId: string): void {
    const socket = this.#sockets.get(connectionId);
    if (socket === undefined) return;
    this.#sockets.delete(connectionId);
    if (!socket.halfOpen) this.#deps.scheduler.after(this.travelMs(), () => socket.listener.closed());
  }

  travelMs(): number {
    return this.#deps.random.between(1, travelMaxMs);
  }

  async post(connectionId: string, frame: Uint8Array): Promise<PostOutcome> {
    const { random } = this.#deps;
    const { posts } = this.#deps.faults();
    if (!this.#sockets.has(connectionId)) return "gone";
    const refused = random.chance(posts.busy);
    if (refused && random.chance(0.5)) return "busy";
    this.send(connectionId, new TextDecoder().decode(frame), posts);
    return refused ? "busy" : "delivered";
  }

  async close(connectionId: string): Promise<boolean> {
    this.drop(connectionId);
    return true;
  }

  /** Sends a frame down a socket: a post, or the answer to a frame. */
  send(connectionId: string, frame: string, { lost, doubled } = { lost: 0, doubled: 0 }): void {
    const { scheduler, random, onPost } = this.#deps;
    const socket = this.#sockets.get(connectionId);
    if (socket === undefined) return;
    onPost(connectionId, frame);
    if (socket.halfOpen || random.chance(lost)) return;
    for (let copies = random.chance(doubled) ? 2 : 1; copies > 0; copies -= 1) {
      socket.freeAtMs = Math.max(socket.freeAtMs, scheduler.nowMs + this.travelMs());
      scheduler.after(socket.freeAtMs - scheduler.nowMs, () => {
        const live = this.#sockets.get(connectionId) === socket && !socket.halfOpen;
        if (live) socket.listener.receive(frame);
      });
    }
  }
}
