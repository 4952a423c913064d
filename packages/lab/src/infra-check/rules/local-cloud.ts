import { type Settings, settingsOf } from "@parley/local/settings/settings";
import { type EnvironmentName, environment } from "@parley/topology";
import { environmentOf, functionNames, lambdaOf } from "./functions.ts";
import { expectSame, expectSameSet, type Rule } from "./rule.ts";

const ownerUrl = "owner";
/** A value for every setting: what counts here is who gets it. */
const settings = Object.fromEntries(
  (Object.keys(environment) as EnvironmentName[]).map((name) => [name, name]),
) as Settings;

/** Each function gets the same settings here and there, and the tables' owner is known to the same ones. */
export const localCloudRule: Rule = (input) => {
  const ownerInCloud = environmentOf(lambdaOf(input, "migrate"))["DATABASE_URL"];
  const rolesDiffer = !input.graph.live && input.settings.database.kind === "neon";
  return functionNames.flatMap((name) => {
    const local = settingsOf(settings, { name, databaseOwnerUrl: ownerUrl });
    const cloud = environmentOf(lambdaOf(input, name));
    const isOwner = [local["DATABASE_URL"] === ownerUrl, cloud["DATABASE_URL"] === ownerInCloud];
    return [
      ...expectSameSet(`${name}: its settings in the cloud`, Object.keys(cloud), Object.keys(local)),
      ...(rolesDiffer
        ? expectSame(`${name}: being the tables' owner in the cloud`, isOwner[1], isOwner[0])
        : []),
    ];
  });
};
