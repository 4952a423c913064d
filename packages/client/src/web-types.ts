/**
 * The parts of the web platform that the SDK uses, as structural types: it compiles with and without
 * the DOM's type library, and runs with whatever fulfils them.
 */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (message: { readonly data: unknown }) => void): void;
}

/** Web Locks' `navigator.locks`, as far as it is used. */
export interface LocksLike {
  request<T>(
    name: string,
    options: { signal?: AbortSignal },
    run: (lock: unknown) => Promise<T> | T,
  ): Promise<T>;
}
