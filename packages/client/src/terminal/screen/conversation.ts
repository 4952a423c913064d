import type { Room } from "@parley/protocol";
import type { Chat } from "../../chat.ts";
import type { RoomTimeline } from "../../room/timeline.ts";
import { asFailure } from "../command-failure.ts";
import type { Names } from "../names.ts";
import { type RoomLine, tellRoomLines } from "../room-lines.ts";
import { type Draft, type Edit, editDraft, emptyDraft } from "./line-editor.ts";
import { watchTyping } from "./typing-people.ts";

export interface ConversationDeps {
  readonly chat: Chat;
  readonly room: Room;
  readonly timeline: RoomTimeline;
  readonly names: Names;
  viewer(): string | undefined;
}

/** What the screen shows, as one immutable value. */
export interface ConversationView {
  /** Only ever grows at its end. */
  readonly lines: readonly RoomLine[];
  readonly draft: Draft;
  readonly typing: readonly string[];
  /** A sentence about the last thing that the person did; undefined when there is nothing to say. */
  readonly notice: string | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** Countdowns and "is writing" move by the second. */
const tickMs = 500;
const sentKept = 100;
const help = "/quit leaves, /retry and /discard act on what was not sent, //text sends /text";

/** A person's talk in a room: what they see, and what their keys do. Knows nothing of terminals. */
export class Conversation {
  readonly #deps: ConversationDeps;
  readonly #listeners = new Set<() => void>();
  readonly #ends: readonly (() => void)[];
  readonly #typing;
  readonly #sent: string[] = [];
  #recalled = 0;
  #view: ConversationView = { lines: [], draft: emptyDraft, typing: [], notice: undefined, now: Date.now() };
  readonly #leave: () => void;

  constructor(deps: ConversationDeps, leave: () => void) {
    this.#deps = deps;
    this.#leave = leave;
    this.#typing = watchTyping(deps, deps.room.id);
    const timer = setInterval(() => this.#change({}), tickMs);
    this.#ends = [
      tellRoomLines(deps, (lines) => this.#change({ lines: [...this.#view.lines, ...lines] })),
      () => clearInterval(timer),
      this.#typing.end,
    ];
  }

  readonly getSnapshot = (): ConversationView => this.#view;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  edit(edit: Edit): void {
    const { chat, room } = this.#deps;
    this.#change({ draft: editDraft(this.#view.draft, edit), notice: undefined });
    if (edit.kind === "insert") chat.typing(room.id);
    this.#markRead();
  }

  /** Brings back what was sent before (-1), or after that (1). */
  recall(by: -1 | 1): void {
    this.#recalled = Math.max(0, Math.min(this.#sent.length, this.#recalled - by));
    this.edit({ kind: "replace", text: this.#sent.at(-this.#recalled || this.#sent.length) ?? "" });
  }

  /** Sends the draft, or does what it says when it begins with a slash. */
  async submit(): Promise<void> {
    const text = this.#view.draft.text.trim();
    this.#change({ draft: emptyDraft, notice: undefined });
    this.#recalled = 0;
    if (text === "") return;
    if (text.startsWith("/") && !text.startsWith("//")) {
      await this.#command(text);
      return;
    }
    this.#sent.push(text);
    if (this.#sent.length > sentKept) this.#sent.shift();
    try {
      await this.#deps.chat.send(this.#deps.room.id, text.replace(/^\/\//, "/"));
    } catch (thrown) {
      this.#change({ draft: { text, cursor: text.length }, notice: asFailure(thrown).message });
    }
    this.#markRead();
  }

  end(): void {
    this.#markRead();
    for (const end of this.#ends) end();
  }

  async #command(text: string): Promise<void> {
    const { chat, timeline } = this.#deps;
    const failed = timeline.getSnapshot().pending.filter(({ state }) => state.kind === "failed");
    if (text === "/quit") this.#leave();
    else if (text === "/retry") await Promise.all(failed.map(({ id }) => chat.retry(id)));
    else if (text === "/discard") await Promise.all(failed.map(({ id }) => chat.discard(id)));
    else this.#change({ notice: help });
  }

  /** Who touches a key has seen what stands there; a terminal says nothing more of its reader. */
  #markRead(): void {
    const last = this.#view.lines.findLast(({ type }) => type === "message");
    if (last !== undefined) this.#deps.chat.markRead(this.#deps.room.id, last.message.seq);
  }

  #change(changed: Partial<ConversationView>): void {
    const typing = this.#typing.now();
    const isSame = typing.join() === this.#view.typing.join();
    this.#view = {
      ...this.#view,
      ...changed,
      typing: isSame ? this.#view.typing : typing,
      now: Date.now(),
    };
    for (const listener of this.#listeners) listener();
  }
}
