/** SQL for a time as whole milliseconds since the epoch, rounded down: a `bigint`, which pg hands over as a string. */
export const epochMs = (time: string) => `floor(extract(epoch from ${time}) * 1000)::bigint`;
