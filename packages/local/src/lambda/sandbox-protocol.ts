/** What passes between a sandbox's thread and the one that runs it. */
import type { MessagePort } from "node:worker_threads";

export interface SandboxData {
  readonly port: MessagePort;
  /** One Int32 that counts what was posted to the sandbox: it sleeps on it, frozen, in between. */
  readonly posted: SharedArrayBuffer;
  readonly exportName: string;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly region: string;
  readonly accountId: string;
}

/** The first thing that a sandbox is told; it may have been started before its code was built. */
export interface Code {
  readonly file: string;
}

export interface Invocation {
  readonly requestId: string;
  readonly deadlineMs: number;
  /** JSON, so that it is copied once and parsed where it is used. */
  readonly event: string;
}

export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type SandboxMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "log"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "answered"; readonly payload: string | undefined }
  | { readonly kind: "failed"; readonly failure: FunctionFailure };
