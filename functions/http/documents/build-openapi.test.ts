import { describe, expect, it } from "vitest";
import { buildAsyncApi } from "./build-asyncapi.ts";
import { buildOpenApi } from "./build-openapi.ts";
import { operations } from "./operations.ts";

/** Every reference in a document, wherever it stands. */
function refsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(refsIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === "$ref" ? [String(value)] : refsIn(value)));
}

function follow(root: unknown, ref: string): unknown {
  const parts = ref.slice(2).split("/");
  // oxlint-disable-next-line unicorn/no-array-reduce -- walks a path
  return parts.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], root);
}

describe("the documents", () => {
  it("refer to nothing that they do not hold", () => {
    for (const document of [buildOpenApi(), buildAsyncApi("wss://live.example.test/v1")]) {
      const refs = refsIn(document);
      expect(refs.length).toBeGreaterThan(40);
      expect(refs.filter((ref) => follow(document, ref) === undefined)).toEqual([]);
    }
  });

  it("name every operation once", () => {
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const calls = operations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  it("say of a body what its route refuses", () => {
    const { schemas } = buildOpenApi()["components"] as { schemas: Record<string, object> };
    expect(schemas["SendMessageBody"]).toMatchObject({
      type: "object",
      required: ["id", "text"],
      additionalProperties: false,
      properties: { text: { type: "string", maxLength: 8_000 } },
    });
  });
});
