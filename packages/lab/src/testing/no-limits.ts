import { type EnvironmentName, environment } from "@parley/topology";

const names = Object.keys(environment) as EnvironmentName[];

/** Every limit lifted, for tests of something else. */
export const noLimits: Readonly<Partial<Record<EnvironmentName, string>>> = Object.fromEntries(
  names.filter((name) => name.startsWith("LIMIT_")).map((name) => [name, "unlimited"]),
);
