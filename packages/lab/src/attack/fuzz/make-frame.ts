import { ClientFrame } from "@parley/protocol";
import * as z from "zod";
import type { Random } from "../../simulation/random.ts";
import { createFrameEvent, type FrameSender } from "../../testing/frame-event.ts";
import { breakText, breakValue } from "./break-value.ts";
import { generateValue, type JsonSchema, type Vocabulary } from "./generate-value.ts";

const schema = z.toJSONSchema(ClientFrame, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** A frame as API Gateway hands it on: by the grammar, damaged in a value, or damaged as a text. */
export function makeFrameEvent(connection: FrameSender, random: Random, words: Vocabulary): object {
  const frame = generateValue(schema, random, words);
  const kind = random.next();
  const text = JSON.stringify(kind < 0.6 && kind > 0.2 ? breakValue(frame, random) : frame);
  return createFrameEvent(connection, {
    requestId: `fuzz-${random.below(2 ** 31)}`,
    body: kind < 0.6 ? text : breakText(text, random),
  });
}
