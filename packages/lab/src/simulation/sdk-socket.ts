import type { UserId } from "@parley/protocol";
import type { ClientDeps } from "./sim-client.ts";

type Listener = (message: { readonly data: unknown }) => void;

/** A WebSocket as the SDK uses one, whose other end is the simulation's gateway. */
export class SdkSocket {
  readyState = 0;
  readonly connectionId: string;
  readonly #deps: ClientDeps;
  readonly #user: UserId;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(deps: ClientDeps, user: UserId) {
    this.#deps = deps;
    this.#user = user;
    this.connectionId = deps.newConnectionId();
    void this.#open();
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    const { network, random, scheduler } = this.#deps;
    const { lost, doubled } = this.#deps.faults().frames;
    if (random.chance(lost)) return;
    for (let copies = random.chance(doubled) ? 2 : 1; copies > 0; copies -= 1) {
      scheduler.after(network.travelMs(), () => {
        if (network.isOpen(this.connectionId) && this.readyState === 1) void this.#ask(text);
      });
    }
  }

  close(): void {
    const { network, service } = this.#deps;
    if (this.readyState === 3) return;
    this.readyState = 3;
    network.drop(this.connectionId);
    void service.disconnect(this.connectionId);
  }

  /** The network is gone from under it; it hears of that, or finds out by itself. */
  break(heard: boolean): void {
    this.#deps.network.cut(this.connectionId);
    if (heard) this.#end();
  }

  async #open(): Promise<void> {
    const { network, service, scheduler } = this.#deps;
    await scheduler.sleep(network.travelMs());
    const admitted = await service.connect(this.connectionId, this.#user);
    await scheduler.sleep(network.travelMs());
    if (this.readyState === 3) return;
    if (!admitted) return this.#end();
    this.readyState = 1;
    network.open(this.connectionId, {
      receive: (text) => {
        if (this.readyState === 1) this.#emit("message", { data: text });
      },
      closed: () => this.#end(),
    });
    this.#emit("open", { data: undefined });
  }

  async #ask(text: string): Promise<void> {
    const answer = await this.#deps.service.answer(this.connectionId, this.#user, text);
    if (answer !== undefined) this.#deps.network.send(this.connectionId, answer);
  }

  #end(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#emit("close", { data: undefined });
  }

  #emit(type: string, message: { readonly data: unknown }): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(message);
  }
}
