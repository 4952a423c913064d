/**
 * Which messages of a batch failed, by what the function answered with `ReportBatchItemFailures`.
 *
 * Source: "Implementing partial batch responses", AWS Lambda developer guide: an empty list is a success
 * of all; an answer that cannot be read, an empty identifier or one that is not in the batch is a failure
 * of all.
 */
export function readBatchFailures(answer: unknown, messageIds: readonly string[]): readonly string[] {
  if (answer === null || answer === undefined) return [];
  if (typeof answer !== "object" || Array.isArray(answer)) return messageIds;
  const failures: unknown = Reflect.get(answer, "batchItemFailures");
  if (failures === null || failures === undefined) return [];
  if (!Array.isArray(failures)) return messageIds;
  const failed: string[] = [];
  for (const failure of failures as unknown[]) {
    const id: unknown =
      typeof failure === "object" && failure !== null ? Reflect.get(failure, "itemIdentifier") : undefined;
    if (typeof id !== "string" || !messageIds.includes(id)) return messageIds;
    failed.push(id);
  }
  return failed;
}
