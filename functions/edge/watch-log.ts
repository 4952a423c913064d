import type { Logger } from "@aws-lambda-powertools/logger";
import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { LogIncident, LogWatch } from "@parley/chat/message/log-watch";
import { metrics as names } from "@parley/topology";

export interface WatchDeps {
  readonly logger: Pick<Logger, "info" | "warn" | "error">;
  readonly metrics: Pick<Metrics, "addMetric">;
}

/** Ids on one line; a batch may hold hundreds. */
const eventIdsMax = 100;

/** Writes what happens to a room's log where an operator will see it: one line a batch, and what is rare. */
export function watchLog({ logger, metrics }: WatchDeps): LogWatch {
  return {
    report: (incident) => {
      switch (incident.kind) {
        case "drained": {
          const { kind: _, eventIds, ...facts } = incident;
          metrics.addMetric(names.commitMs, MetricUnit.Milliseconds, incident.commitMs);
          metrics.addMetric(names.deliveryMs, MetricUnit.Milliseconds, incident.deliveryMs);
          logger.info("drained", {
            ...facts,
            events: eventIds.length,
            eventIds: eventIds.slice(0, eventIdsMax),
          });
          return;
        }
        case "healed":
          logger.warn("room healed", { room: incident.room, dropped: incident.dropped });
          return;
        case "unfit":
          logger.error("event dropped", {
            room: incident.room,
            eventId: incident.eventId,
            error: toError(incident),
          });
          return;
        case "gave_up":
          logger.error("drain given up", {
            room: incident.room,
            pending: incident.pending,
            error: toError(incident),
          });
      }
    },
  };
}

function toError({ cause }: Extract<LogIncident, { cause: unknown }>): Error | undefined {
  return cause instanceof Error ? cause : undefined;
}
