/** A mail when the month's bill comes near its budget, and when the forecast exceeds it. */
import { resourceName } from "./resource-name.ts";
import type { Settings } from "./settings.ts";

export function createBudget({ stage, budgetUsdPerMonth, alarmEmail }: Settings): void {
  if (alarmEmail === undefined) return;
  const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    comparisonOperator: "GREATER_THAN",
    subscriberEmailAddresses: [alarmEmail],
  });
  new aws.budgets.Budget("Budget", {
    name: resourceName(stage, "monthly"),
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(budgetUsdPerMonth),
    limitUnit: "USD",
    costFilters: [{ name: "TagKeyValue", values: [`user:stage$${stage}`] }],
    notifications: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
  });
}
