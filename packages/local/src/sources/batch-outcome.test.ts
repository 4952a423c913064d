import { expect, test } from "vitest";
import { readBatchFailures } from "./batch-outcome.ts";

const batch = ["a", "b", "c"];

test("nothing reported is a success of all", () => {
  for (const answer of [null, undefined, {}, { batchItemFailures: [] }, { batchItemFailures: null }]) {
    expect(readBatchFailures(answer, batch)).toEqual([]);
  }
});

test("what is reported failed, and nothing else", () => {
  expect(readBatchFailures({ batchItemFailures: [{ itemIdentifier: "b" }] }, batch)).toEqual(["b"]);
});

test("an answer that cannot be read is a failure of all", () => {
  for (const answer of [
    "done",
    [],
    { batchItemFailures: "b" },
    { batchItemFailures: [{}] },
    { batchItemFailures: [{ itemIdentifier: "" }] },
    { batchItemFailures: [{ itemIdentifier: null }] },
    { batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "not in the batch" }] },
  ]) {
    expect(readBatchFailures(answer, batch)).toEqual(batch);
  }
});
