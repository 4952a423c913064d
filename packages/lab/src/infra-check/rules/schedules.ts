import { type ScheduleFacts, schedules } from "@parley/topology";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { ofType } from "../graph/graph.ts";
import { expectSame, expectSameSet, type Rule, textAt } from "./rule.ts";

const minuteMs = 60_000;

/** Each schedule of the topology runs its function at its rate; what it cannot deliver is kept. */
export const schedulesRule: Rule = ({ graph, settings }) => {
  const found = ofType(graph, "aws:scheduler/schedule:Schedule");
  const facts: readonly ScheduleFacts[] = Object.values(schedules);
  return [
    ...expectSameSet(
      "The schedules",
      found.map(
        (one) => `${textAt(one, "scheduleExpression")} ${textAt(one, "target", "arn").split(":").pop()}`,
      ),
      facts.map(({ everyMs, function: name }) => {
        const minutes = everyMs / minuteMs;
        return `rate(${minutes} minute${minutes === 1 ? "" : "s"}) ${resourceName(settings.stage, name)}`;
      }),
    ),
    ...found.flatMap((one) =>
      expectSame(
        `${one.name} keeps what it cannot deliver`,
        textAt(one, "target", "deadLetterConfig", "arn").includes("DeadLetters"),
        true,
      ),
    ),
  ];
};
