/** How much a service is used in a month of 22 working days. */
export interface Load {
  readonly name: string;
  /** People who are connected at once during working hours. */
  readonly connected: number;
  readonly hoursPerDay: number;
  readonly messagesPerDay: number;
  /** Connections that a message goes to, its sender's among them. */
  readonly audience: number;
  /** Messages that one commit and one frame carry, on average: 1 when it is quiet, more under load. */
  readonly batch: number;
  /** Calls of the HTTP API per person and day: pages of history, searches, tickets. */
  readonly requestsPerPersonPerDay: number;
  readonly mailsPerMonth: number;
  readonly postgresGb: number;
  /** Hours a month in which Postgres is awake; it sleeps five minutes after the last query. */
  readonly postgresHours: number;
  /** Neon's compute units while it is awake. */
  readonly postgresUnits: number;
}

export const workingDaysPerMonth = 22;
const hoursPerDay = 8;
const hoursAtWork = workingDaysPerMonth * (hoursPerDay + 1);

export const loads = [
  {
    name: "idle",
    connected: 0,
    hoursPerDay: 0,
    messagesPerDay: 0,
    audience: 0,
    batch: 1,
    requestsPerPersonPerDay: 0,
    mailsPerMonth: 0,
    postgresGb: 0.1,
    postgresHours: 0,
    postgresUnits: 0.25,
  },
  {
    name: "a team of 20",
    connected: 20,
    hoursPerDay,
    messagesPerDay: 1_000,
    audience: 10,
    batch: 1,
    requestsPerPersonPerDay: 100,
    mailsPerMonth: 50,
    postgresGb: 0.5,
    postgresHours: hoursAtWork,
    postgresUnits: 0.25,
  },
  {
    name: "a company of 500",
    connected: 500,
    hoursPerDay,
    messagesPerDay: 40_000,
    audience: 40,
    batch: 1.2,
    requestsPerPersonPerDay: 100,
    mailsPerMonth: 1_000,
    postgresGb: 10,
    postgresHours: hoursAtWork,
    postgresUnits: 0.5,
  },
  {
    name: "a community of 10,000",
    connected: 10_000,
    hoursPerDay,
    messagesPerDay: 500_000,
    audience: 100,
    batch: 3,
    requestsPerPersonPerDay: 50,
    mailsPerMonth: 10_000,
    postgresGb: 100,
    postgresHours: 730,
    postgresUnits: 2,
  },
] as const satisfies readonly Load[];
