import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildOps } from "./build-ops.ts";
import { cdk } from "./cdk.ts";
import type { OpsFacts } from "./describe-ops.ts";

/** CloudFormation takes a template of this length in the request itself. */
export const templateBytesMax = 51_200;

/** The template of the operations stack. Nothing is asked of the network or of an account. */
export async function synthOps(facts: OpsFacts): Promise<object> {
  const outdir = await mkdtemp(join(tmpdir(), "parley-ops-"));
  try {
    const app = new cdk.App({ outdir, analyticsReporting: false, treeMetadata: false });
    const stack = new cdk.Stack(app, "Ops", {
      description: `Parley ${facts.stage}: dashboard and alarms`,
      synthesizer: new cdk.LegacyStackSynthesizer(),
    });
    buildOps(stack, facts);
    return app.synth().getStackArtifact(stack.artifactId).template as object;
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
