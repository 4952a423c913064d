/** Does what its frame says. */
import type { SocketEvent } from "./observe.ts";

/** Beyond the 29 s that API Gateway waits. */
const tooLongMs = 40_000;

export async function handler(event: SocketEvent): Promise<unknown> {
  switch (read(event.body ?? "")) {
    case "throw":
      throw new Error("conformance: the frame's handler fails");
    case "nothing":
      return {};
    case "hang":
      return new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200 }), tooLongMs));
    case "close":
      // Not a thing that a Lambda proxy can ask for: the answer is a frame like any other.
      return { statusCode: 400, headers: { "Sec-WebSocket-Close-Code": "4001" }, body: JSON.stringify({}) };
    default:
      return { statusCode: 200, body: JSON.stringify({ saw: "message", event }) };
  }
}

function read(body: string): unknown {
  try {
    const frame: unknown = JSON.parse(body);
    return typeof frame === "object" && frame !== null ? Reflect.get(frame, "do") : undefined;
  } catch {
    return undefined;
  }
}
