/**
 * `npm run bench:lambda`: what each function weighs and takes to start, what a message costs it, and what
 * a post costs beside the AWS SDK's client. `--json FILE` writes all of it; `--short` fails on a regression.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../describe-machine.ts";
import { median } from "../statistics.ts";
import { writeMachine } from "../write-report.ts";
import { type MessageFigures, measureMessages } from "./measure-messages.ts";
import { measurePosts, type PostFigure } from "./measure-posts.ts";
import { measureStarts, placeholderSettings, type StartFigure } from "./measure-starts.ts";

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, json: { type: "string" } },
});
const root = resolve(import.meta.dirname, "../../../../..");
const recipients = values.short ? [1_000] : [10, 100, 1_000];
const payloads = values.short ? [200] : [200, 2_048, 32_768];
/** Of the SDK's default client, in the case that is compared: 1,000 recipients, 200 B. */
const postRatioMax = 0.22;

const dir = await mkdtemp(join(tmpdir(), "parley-bench-lambda-"));
try {
  const starts = await measureStarts({
    root,
    dir,
    rounds: values.short ? 3 : 9,
    settings: placeholderSettings(),
  });
  const bundle = starts.find(({ name }) => name === "message")?.file ?? "";
  const messages = await measureMessages(bundle, dir);
  const posts = await measurePosts({
    rounds: values.short ? 3 : 5,
    postsMin: values.short ? 1_000 : 2_000,
    cases: recipients.flatMap((count) =>
      payloads.map((payloadBytes) => ({ recipients: count, payloadBytes })),
    ),
  });
  const machine = describeMachine();
  console.log(
    [writeMachine(machine), writeStarts(starts), writeMessages(messages), writePosts(posts)].join("\n\n"),
  );
  if (values.json !== undefined)
    await writeFile(values.json, `${JSON.stringify({ machine, starts, messages, posts }, undefined, 2)}\n`);
  const ours = posts.find(
    (post) => post.poster === "Parley" && post.recipients === 1_000 && post.payloadBytes === 200,
  );
  if (values.short && !((ours?.ratio ?? Number.NaN) <= postRatioMax)) process.exitCode = 1;
} finally {
  await rm(dir, { recursive: true });
}

function writeStarts(starts: readonly StartFigure[]): string {
  const [empty] = starts;
  const rows = starts.map(({ name, bytes, readyMs, importMs, cpuMs }) => {
    const ratios = [
      median(readyMs) / median(empty?.readyMs ?? []),
      median(cpuMs) / median(empty?.cpuMs ?? []),
    ];
    const cells = [median(readyMs), median(importMs), median(cpuMs), ...ratios].map((one) => one.toFixed(1));
    return `| ${[name, Math.round(bytes / 1_000), ...cells].join(" | ")} |`;
  });
  return [
    "| function | bundle kB | ready ms | of that import ms | CPU ms | ready / empty | CPU / empty |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function writeMessages({ alone, together, cpuMicroseconds }: MessageFigures): string {
  const rows = Object.entries({ alone, "in a burst of 20": together }).map(
    ([name, one]) =>
      `| ${name} | ${one.redisRoundTrips.toFixed(2)} | ${one.redisCommands.toFixed(2)} | ${one.postgresRoundTrips.toFixed(2)} |`,
  );
  const { message, ping, bare } = cpuMicroseconds;
  return [
    "| a message | Redis round trips | Redis commands | Postgres round trips |",
    "| --- | ---: | ---: | ---: |",
    ...rows,
    "",
    `CPU per invocation: message.send ${message.toFixed(0)} µs, ping ${ping.toFixed(0)} µs, bare handler ${bare.toFixed(0)} µs`,
  ].join("\n");
}

function writePosts(posts: readonly PostFigure[]): string {
  const rows = posts.map(
    ({ recipients: count, payloadBytes, poster, cpuMicroseconds, ratio }) =>
      `| ${count} | ${payloadBytes} | ${poster} | ${median(cpuMicroseconds).toFixed(0)} (${cpuMicroseconds.map((one) => one.toFixed(0)).join(" ")}) | ${ratio.toFixed(2)} |`,
  );
  return [
    "| recipients | bytes | client | CPU µs per post | / SDK's default |",
    "| ---: | ---: | --- | ---: | ---: |",
    ...rows,
  ].join("\n");
}
