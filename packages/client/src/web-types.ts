/**
 * The parts of the web platform that the SDK uses, as structural types: it compiles with and without
 * the DOM's type library, and runs with whatever fulfils them.
 */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
}

/** Web Locks' `navigator.locks`, as far as it is used. */
export interface LocksLike {
  request<T>(
    name: string,
    options: { signal?: AbortSignal },
    run: (lock: unknown) => Promise<T> | T,
  ): Promise<T>;
}
