import { type OutboxItem, pendingOf } from "./outbox-item.ts";
import type { PendingMessage } from "./pending-message.ts";

const none: readonly PendingMessage[] = [];

/** The outbox's items in the order in which they were written, and what is shown of them. */
export class OutboxList {
  #items = new Map<string, OutboxItem>();
  readonly #shown = new Map<string, readonly PendingMessage[]>();

  get size(): number {
    return this.#items.size;
  }

  get(id: string): OutboxItem | undefined {
    return this.#items.get(id);
  }

  /** The items of a room, or all. */
  of(room?: string): OutboxItem[] {
    const all = [...this.#items.values()];
    return room === undefined ? all : all.filter((item) => item.entry.room === room);
  }

  add(items: readonly OutboxItem[]): void {
    const ordered = [...this.#items.values(), ...items].toSorted((a, b) => a.entry.order - b.entry.order);
    this.#items = new Map(ordered.map((item) => [item.entry.id, item]));
  }

  remove(id: string): void {
    this.#items.delete(id);
  }

  clear(): void {
    this.#items.clear();
  }

  /** The next item of each room: the first to be sent still, unless it is being kept or one is under way. */
  heads(): OutboxItem[] {
    const heads = new Map<string, OutboxItem>();
    for (const item of this.#items.values()) {
      const isOpen = item.phase === "waiting" || item.phase === "sending";
      if (isOpen && !heads.has(item.entry.room)) heads.set(item.entry.room, item);
    }
    return [...heads.values()].filter((item) => item.phase === "waiting" && item.isKept);
  }

  pending(room: string): readonly PendingMessage[] {
    const known = this.#shown.get(room);
    if (known !== undefined) return known;
    const items = this.of(room);
    const shown = items.length === 0 ? none : items.map(pendingOf);
    this.#shown.set(room, shown);
    return shown;
  }

  /** What is shown of a room, or of all, is to be made anew. */
  changed(room?: string): void {
    if (room === undefined) this.#shown.clear();
    else this.#shown.delete(room);
  }
}
