import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../testing/no-limits.ts";
import { seedPeople } from "../testing/seed-people.ts";
import type { StormScene } from "./storm-report.ts";

/** Starts a cloud for storms; people are there when they are asked for. Without limits, or with the default ones. */
export async function openScene(
  limits: "none" | "default" = "none",
): Promise<StormScene & { readonly stop: () => Promise<void> }> {
  const cloud = await startCloud({ environment: limits === "none" ? noLimits : {} });
  return {
    cloud,
    people: (count) => seedPeople(cloud, count, "Stormy"),
    stop: () => cloud.stop(),
  };
}
