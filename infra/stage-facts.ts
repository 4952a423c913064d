import { type StageFacts, type StageKind, stages } from "@parley/topology";

/** Which of the topology's stages a name stands for: every name that is not one is a person's own. */
function stageKind(stage: string): StageKind {
  return Object.hasOwn(stages, stage) ? (stage as StageKind) : "dev";
}

export function stageFacts(stage: string): StageFacts {
  return stages[stageKind(stage)];
}
