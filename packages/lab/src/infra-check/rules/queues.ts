import { type QueueFacts, queues, reservedConcurrency } from "@parley/topology";
import { type Graph, type GraphResource, ofType } from "../graph/graph.ts";
import { account, region } from "../graph/mock-cloud.ts";
import { environmentOf, functionNames, lambdaOf } from "./functions.ts";
import { expectSame, type Rule, type RuleInput, textAt, valueAt } from "./rule.ts";

/** The queue that the topology calls so. @throws {Error} when there is none. */
export function findQueue(graph: Graph, name: string): GraphResource {
  const pattern = new RegExp(`^${name}Queue`, "i");
  const found = ofType(graph, "aws:sqs/queue:Queue").find((one) => pattern.test(one.name));
  if (found === undefined) throw new Error(`There is no queue ${name}.`);
  return found;
}

export function queueArn(queue: GraphResource): string {
  return `arn:aws:sqs:${region}:${account}:${textAt(queue, "name") || queue.name}`;
}

/** Every queue has its order, its dead letters, its times and its consumer from the topology. */
export const queuesRule: Rule = (input) =>
  (Object.entries(queues) as [string, QueueFacts][]).flatMap(([name, facts]) => [
    ...compareQueue(input.graph, name, facts),
    ...compareConsumer(input, name, facts),
    ...compareAddresses(input, name),
  ]);

/** Whoever pushes is told the address of just this queue. */
function compareAddresses(input: RuleInput, name: string): string[] {
  const queue = findQueue(input.graph, name);
  const url = `https://sqs.${region}.amazonaws.com/${account}/${textAt(queue, "name") || queue.name}`;
  return functionNames.flatMap((one) => {
    const told = environmentOf(lambdaOf(input, one))[`${name.toUpperCase()}_QUEUE_URL`];
    return told === undefined ? [] : expectSame(`${one}: the address of ${name}`, told, url);
  });
}

function compareQueue(graph: Graph, name: string, facts: QueueFacts): string[] {
  const queue = findQueue(graph, name);
  const redrive = JSON.parse(textAt(queue, "redrivePolicy") || "{}") as {
    maxReceiveCount?: number;
    deadLetterTargetArn?: string;
  };
  const dead = ofType(graph, "aws:sqs/queue:Queue").find(
    (one) => queueArn(one) === redrive.deadLetterTargetArn,
  );
  const seconds = (setting: string) => Number(valueAt(queue, setting)) * 1000;
  return [
    ...expectSame(`${name}: keeping order`, valueAt(queue, "fifoQueue") === true, facts.fifo),
    ...expectSame(
      `${name}: the throughput's bound`,
      valueAt(queue, "fifoThroughputLimit"),
      facts.fifo ? "perMessageGroupId" : undefined,
    ),
    ...expectSame(
      `${name}: the visibility timeout`,
      seconds("visibilityTimeoutSeconds"),
      facts.visibilityTimeoutMs,
    ),
    ...expectSame(`${name}: the retention`, seconds("messageRetentionSeconds"), facts.retentionMs),
    ...expectSame(`${name}: deliveries before the dead letters`, redrive.maxReceiveCount, facts.receivesMax),
    ...expectSame(
      `${name}: how long dead letters are kept`,
      Number(dead && valueAt(dead, "messageRetentionSeconds")) * 1000,
      facts.deadRetentionMs,
    ),
    ...expectSame(`${name}: order among the dead letters`, dead?.inputs["fifoQueue"] === true, facts.fifo),
  ];
}

function compareConsumer(input: RuleInput, name: string, { consumer, batchSizeMax }: QueueFacts): string[] {
  const arn = queueArn(findQueue(input.graph, name));
  const sources = ofType(input.graph, "aws:lambda/eventSourceMapping:EventSourceMapping");
  const feeds = sources.filter((one) => textAt(one, "eventSourceArn") === arn);
  const [feed] = feeds;
  if (consumer === undefined || feed === undefined || feeds.length > 1) {
    return expectSame(`${name}: consumers`, feeds.length, consumer === undefined ? 0 : 1);
  }
  const lambda = `arn:aws:lambda:${region}:${account}:function:${textAt(lambdaOf(input, consumer), "name")}`;
  return [
    ...expectSame(`${name}: the consumer`, textAt(feed, "functionName"), lambda),
    ...expectSame(`${name}: the size of a batch`, valueAt(feed, "batchSize"), batchSizeMax),
    ...expectSame(`${name}: answers for parts of a batch`, valueAt(feed, "functionResponseTypes"), [
      "ReportBatchItemFailures",
    ]),
    ...expectSame(
      `${name}: batches at once`,
      valueAt(feed, "scalingConfig", "maximumConcurrency"),
      reservedConcurrency[consumer],
    ),
  ];
}
