/** A process with one function's bundle in it that is thrown inputs at, and checks what comes back. */
import { pathToFileURL } from "node:url";
import { ServerFrame } from "@parley/protocol";
import { Random } from "../../simulation/random.ts";
import { createFrameEvent, type FrameSender } from "../../testing/frame-event.ts";
import { createVisits } from "./create-visits.ts";
import type { FuzzInput, FuzzReport } from "./fuzz-input.ts";
import { makeCallEvent } from "./make-call.ts";
import { makeFrameEvent } from "./make-frame.ts";

type Handler = (event: unknown, context: object) => Promise<{ statusCode: number; body?: string }>;

const faultsMax = 20;
/** `unavailable` is an answer too: a store that is slow to answer a flood. Its cause is to be known. */
const internal = 500;
const unavailable = 503;
const outagesMax = 20;
const heapReadings = 20;
const answerTimeoutMs = 29_000;
const answers: Record<string, number> = {};
const faults: string[] = [];
const heap: number[] = [];
/** Lines of refusals with a cause, by request. */
const outages: string[] = [];

function report(fault: string): void {
  if (faults.length < faultsMax) faults.push(fault.slice(0, 2_000));
}

function count(name: string): void {
  answers[name] = (answers[name] ?? 0) + 1;
}

process.on("unhandledRejection", (reason) => report(`unhandled rejection: ${String(reason)}`));
process.on("uncaughtException", (error) => report(`uncaught exception: ${error.stack ?? String(error)}`));
process.once("disconnect", () => process.exit());
process.once("message", (input: FuzzInput) => {
  run(input).catch((error: unknown) => {
    process.send?.({
      done: 0,
      answers,
      faults: [...faults, String(error)],
      outages,
      heap,
    } satisfies FuzzReport);
  });
});

async function run(input: FuzzInput): Promise<void> {
  // What a handler logs is looked through instead of written.
  const look = (text: string | Uint8Array) => {
    const line = String(text);
    if (line.includes(input.secret)) report(`a log line holds a text: ${line.slice(0, 500)}`);
    if (line.includes('"message":"refused"') && outages.length < outagesMax)
      outages.push(line.slice(0, 2_000));
    return true;
  };
  process.stdout.write = look;
  process.stderr.write = look;
  const handler = await load(input.file);
  const farewell = await load(input.farewellFile);
  const random = new Random(input.seed);
  const leave = async (sender: FrameSender) => {
    const event = createFrameEvent(sender, { requestId: `fuzz-${random.below(2 ** 31)}` });
    const { statusCode } = await inTime(farewell(event, createContext(made)));
    if (statusCode === internal) report(`status ${statusCode} for a farewell`);
  };
  const check = input.kind === "frames" ? checkFrame : checkCall;
  const step = Math.max(1, Math.floor(input.count / heapReadings));
  let made = 0;
  const lane = async () => {
    const nextSender = createVisits({ random, senders: input.connections, leave });
    while (made < input.count && faults.length < faultsMax) {
      made += 1;
      if (made % step === 0) readHeap();
      const event =
        input.kind === "frames"
          ? makeFrameEvent(await nextSender(), random, input.words)
          : makeCallEvent(random, input.words, input.tokens);
      try {
        check(await inTime(handler(event, createContext(made))), event);
      } catch (error) {
        report(
          `thrown for ${JSON.stringify(event)}: ${error instanceof Error ? error.stack : String(error)}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: input.atOnce }, lane));
  const done: FuzzReport = { done: made, answers, faults, outages, heap };
  process.send?.(done, () => process.exit());
}

async function load(file: string): Promise<Handler> {
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
  return handler;
}

function checkFrame({ statusCode, body }: { statusCode: number; body?: string }, event: object): void {
  if (statusCode !== 200) return report(`status ${statusCode} for ${bodyOf(event)}`);
  if (body === undefined) return count("no answer");
  const frame = ServerFrame.safeParse(JSON.parse(body));
  if (!frame.success) return report(`no frame of the protocol: ${body} for ${bodyOf(event)}`);
  count(frame.data.type === "error" ? frame.data.code : frame.data.type);
  if (frame.data.type === "error" && frame.data.code === "internal") report(`internal for ${bodyOf(event)}`);
}

const bodyOf = (event: object) => JSON.stringify((event as { body?: string }).body);

function checkCall({ statusCode, body = "" }: { statusCode: number; body?: string }, event: object): void {
  count(String(statusCode));
  if (statusCode === internal) report(`${statusCode} ${body} for ${JSON.stringify(event)}`);
  if (statusCode < 400) return;
  const { error, checks } = JSON.parse(body) as {
    readonly error?: { code?: string; requestId?: string };
    readonly checks?: object;
  };
  // How the stores are, of which one is out of reach.
  if (checks !== undefined && statusCode === unavailable) return;
  if (error?.code === undefined || error.requestId === undefined) report(`no refusal: ${body}`);
}

/** Lambda would end the invocation then; nothing that is thrown at it may take so long. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), answerTimeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readHeap(): void {
  (globalThis as { gc?: () => void }).gc?.();
  heap.push(process.memoryUsage().heapUsed);
}

function createContext(at: number): object {
  return { awsRequestId: `fuzz-${at}`, functionName: "fuzz", getRemainingTimeInMillis: () => 29_000 };
}
