/**
 * What the connection is doing. Times are epoch milliseconds.
 * - `idle`: `connect()` was not called, or `disconnect()` was.
 * - `connecting`: the first attempt.
 * - `online`: the service has answered on this connection.
 * - `reconnecting`: lost; the next try is at `retryAt`, or under way when that is undefined. `limited`
 *   means that the service asked to wait.
 * - `offline`: lost, and the platform says that there is no network; tried again as soon as it is back.
 * - `paused`: lost while the page is hidden; tried again as soon as it is seen.
 * - `signed_out`: the session has ended; sign in and `connect()` again.
 */
export type ConnectionState =
  | { readonly status: "idle" }
  | { readonly status: "connecting" }
  | { readonly status: "online"; readonly since: number }
  | {
      readonly status: "reconnecting";
      readonly reason: "lost" | "limited";
      readonly attempt: number;
      readonly retryAt: number | undefined;
    }
  | { readonly status: "offline" }
  | { readonly status: "paused" }
  | { readonly status: "signed_out"; readonly reason: string };
