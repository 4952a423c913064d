/** What a bill is made of, as counted during a run in the local cloud. */
export interface BillableUnits {
  /** Messages that clients sent. */
  readonly chatMessages: number;
  /** API Gateway's messages, in and out, each begun 32 KB counted. */
  readonly gatewayMessages: number;
  readonly connectionMinutes: number;
  readonly invocations: number;
  /** Of Lambda, by the wall time of each call on this machine. */
  readonly gbSeconds: number;
  /** Requests over the network: each is a round trip. */
  readonly redisRequests: number;
  /** Commands, those within a script too. */
  readonly redisCommands: number;
  readonly dynamoWrites: number;
  readonly sqsRequests: number;
}

/** Source: "Amazon API Gateway pricing": WebSocket messages are metered in increments of 32 KB. */
const meteredBytes = 32 * 1024;

export const meteredMessages = (bytes: number): number => Math.max(1, Math.ceil(bytes / meteredBytes));

/** The same units for each chat message. */
export function perMessage(units: BillableUnits): Omit<BillableUnits, "chatMessages"> {
  const { chatMessages, ...rest } = units;
  const entries = Object.entries(rest).map(([name, value]) => [name, value / chatMessages]);
  return Object.fromEntries(entries) as Omit<BillableUnits, "chatMessages">;
}
