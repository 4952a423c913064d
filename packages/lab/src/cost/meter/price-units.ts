import { prices } from "../prices.ts";
import type { BillableUnits } from "./billable-units.ts";

export type BillLine = readonly [what: string, usd: number];

/**
 * Prices the units that grow with traffic. What is rented by the hour whatever the traffic (Redis' node,
 * NAT) is in `monthlyCost`; Redis' commands are priced as ElastiCache Serverless would.
 */
export function priceUnits(units: BillableUnits): BillLine[] {
  return [
    ["WebSocket messages", units.gatewayMessages * prices.websocketPerMessage],
    ["WebSocket connection minutes", units.connectionMinutes * prices.websocketPerConnectionMinute],
    ["Lambda requests", units.invocations * prices.lambdaPerRequest],
    ["Lambda GB-seconds", units.gbSeconds * prices.lambdaPerGbSecond],
    ["Redis commands (as Serverless)", units.redisCommands * prices.cacheServerlessPerEcpu],
    ["DynamoDB writes", units.dynamoWrites * prices.dynamoPerWrite],
    ["SQS requests", units.sqsRequests * sqsPerRequest],
  ];
}

/** https://aws.amazon.com/sqs/pricing/ , standard queues; as of `pricesAsOf`. */
const sqsPerRequest = 0.4e-6;

/** The same traffic on services that are paid by the message. */
export interface Traffic {
  readonly messages: number;
  readonly members: number;
  readonly messagesPerSecond: number;
}

/**
 * List prices of the paid services, written down from the pages named and not read from an API.
 *
 * Ably: https://ably.com/pricing, resource-based: 2.50 per million messages, 1.00 per million connection or
 * channel minutes; Pro (399 a month) is the first package that allows more than 2,500 messages a second.
 * AppSync Events: https://aws.amazon.com/appsync/pricing/ : 1.00 per million operations, 0.08 per million
 * connection minutes. Pusher: https://pusher.com/channels/pricing/ : plans by messages a day; the traffic is
 * taken as spread over a month, to Pusher's advantage.
 */
export function priceVendors({ messages, members, messagesPerSecond }: Traffic): readonly BillLine[] {
  const million = 1e6;
  const handled = messages * (1 + members);
  const minutes = messages / messagesPerSecond / 60;
  const ablyPackage = messagesPerSecond * (1 + members) > 2_500 ? 399 : 29;
  const pusher = pusherPlans.find(({ perDay }) => handled / 30 <= perDay) ?? pusherPlans.at(-1);
  return [
    ["Ably", (handled * 2.5 + minutes * (members + 1)) / million + ablyPackage],
    ["Pusher Channels", pusher?.usd ?? Number.NaN],
    ["AppSync Events", (handled * 1 + minutes * members * 0.08) / million],
  ];
}

const pusherPlans = [
  { perDay: 1e6, usd: 49 },
  { perDay: 4e6, usd: 99 },
  { perDay: 10e6, usd: 299 },
  { perDay: 20e6, usd: 499 },
] as const;
