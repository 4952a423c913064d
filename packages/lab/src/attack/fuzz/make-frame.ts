import { ClientFrame } from "@parley/protocol";
import * as z from "zod";
import type { Random } from "../../simulation/random.ts";
import { breakText, breakValue } from "./break-value.ts";
import type { FuzzConnection } from "./fuzz-input.ts";
import { generateValue, type JsonSchema, type Vocabulary } from "./generate-value.ts";

const schema = z.toJSONSchema(ClientFrame, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** A frame as API Gateway hands it on: by the grammar, damaged in a value, or damaged as a text. */
export function makeFrameEvent(connection: FuzzConnection, random: Random, words: Vocabulary): object {
  const frame = generateValue(schema, random, words);
  const kind = random.next();
  const text = JSON.stringify(kind < 0.6 && kind > 0.2 ? breakValue(frame, random) : frame);
  return {
    requestContext: {
      routeKey: "$default",
      eventType: "MESSAGE",
      connectionId: connection.connectionId,
      requestId: `fuzz-${random.below(2 ** 31)}`,
      connectedAt: connection.connectedAtMs,
      identity: { sourceIp: "127.0.0.1" },
      authorizer: connection.authorizer,
    },
    body: kind < 0.6 ? text : breakText(text, random),
    isBase64Encoded: false,
  };
}
