import { LogFormatter, LogItem } from "@aws-lambda-powertools/logger";
import type { LogAttributes, UnformattedAttributes } from "@aws-lambda-powertools/logger/types";
import { describeError } from "./describe-error.ts";

/**
 * One flat JSON object per line. JSON escapes CR and LF, so nothing that a caller sends can forge a line.
 */
export class ParleyLogFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, rest: LogAttributes): LogItem {
    return new LogItem({
      attributes: {
        timestamp: attributes.timestamp.toISOString(),
        level: attributes.logLevel,
        service: attributes.serviceName,
        message: attributes.message,
      },
    }).addAttributes(rest);
  }

  override formatError(error: Error): LogAttributes {
    return { ...describeError(error) };
  }
}
