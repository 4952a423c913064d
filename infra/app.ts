import { stageFacts } from "./stage-facts.ts";

/**
 * What SST has to know before anything else: the name, the providers with their versions, and whether
 * the stage may be removed.
 *
 * The AWS provider's version is the one that SST's own components are written for.
 */
export function describeApp(stage: string) {
  const { guarded } = stageFacts(stage);
  return {
    name: "parley",
    home: "aws" as const,
    removal: guarded ? ("retain" as const) : ("remove" as const),
    protect: guarded,
    providers: {
      aws: {
        version: "7.20.0",
        region: (process.env["AWS_REGION"] ?? "us-east-1") as "us-east-1",
        defaultTags: { tags: { app: "parley", stage } },
      },
      neon: "0.13.0",
      random: "4.16.6",
    },
  };
}
