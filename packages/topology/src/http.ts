/** The HTTP API: everything under `basePath` goes to one function, in payload format 2.0. */
import type { FunctionName } from "./functions.ts";

export const http = {
  basePath: "/api",
  function: "api",
  payloadFormatVersion: "2.0",
} as const satisfies { basePath: string; function: FunctionName; payloadFormatVersion: string };
