import type { Logger } from "@aws-lambda-powertools/logger";
import type { LogIncident, LogWatch } from "@parley/chat/message/log-watch";

/** Writes what rarely happens to a room's log where an operator will see it. */
export function watchLog(logger: Pick<Logger, "warn" | "error">): LogWatch {
  return {
    report: (incident) => {
      const { kind, ...facts } = incident;
      if (kind === "healed") logger.warn("room healed", facts);
      else logger.error(titles[kind], { ...facts, cause: undefined, error: toError(incident) });
    },
  };
}

const titles = { unfit: "event dropped", gave_up: "drain given up" } as const;

function toError(incident: LogIncident): Error | undefined {
  return "cause" in incident && incident.cause instanceof Error ? incident.cause : undefined;
}
