import { ClientFrame, type ServerFrame, ServerFrame as ServerFrameSchema } from "@parley/protocol";
import type { WebSocketLike } from "../web-types.ts";

type Listener = (message: { readonly data: unknown }) => void;

/** The server's end of a fake socket. */
export interface FakePeer {
  readonly url: string;
  readonly isOpen: boolean;
  open(): void;
  /** Delivers a frame, which must be one of the protocol's. */
  tell(frame: ServerFrame): void;
  /** Delivers whatever it is. */
  tellRaw(data: unknown): void;
  /** Closes it as the gateway or the network does. */
  cut(): void;
}

/**
 * A class of WebSockets that ends at a test: every frame that the SDK sends is held against the real
 * schemas, and a faulty one fails the test.
 */
export function fakeWebSocket(hooks: {
  onConnect(peer: FakePeer): void;
  onFrame(peer: FakePeer, frame: ClientFrame): void;
  onClosed(peer: FakePeer): void;
}): new (
  url: string,
) => WebSocketLike {
  return class FakeSocket implements WebSocketLike {
    readyState = 0;
    readonly #listeners = new Map<string, Listener[]>();
    readonly #peer: FakePeer;

    constructor(url: string) {
      const fire = (type: string, data?: unknown) => {
        for (const listener of this.#listeners.get(type) ?? []) listener({ data });
      };
      const isOpen = () => this.readyState === 1;
      this.#peer = {
        url,
        get isOpen() {
          return isOpen();
        },
        open: () => {
          if (this.readyState !== 0) return;
          this.readyState = 1;
          fire("open");
        },
        tell: (frame) => {
          if (this.readyState === 1) fire("message", JSON.stringify(ServerFrameSchema.parse(frame)));
        },
        tellRaw: (data) => {
          if (this.readyState === 1) fire("message", data);
        },
        cut: () => {
          if (this.readyState === 3) return;
          this.readyState = 3;
          hooks.onClosed(this.#peer);
          fire("error");
          fire("close");
        },
      };
      hooks.onConnect(this.#peer);
    }

    send(data: string): void {
      if (this.readyState !== 1) throw new Error("sent on a socket that is not open");
      hooks.onFrame(this.#peer, ClientFrame.parse(JSON.parse(data)));
    }

    close(): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      hooks.onClosed(this.#peer);
    }

    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
  };
}
