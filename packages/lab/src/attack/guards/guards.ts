import { accountGuards } from "./account-guards.ts";
import { admissionGuards } from "./admission-guards.ts";
import { displayGuards } from "./display-guards.ts";
import type { Guard } from "./guard.ts";
import { inputGuards } from "./input-guards.ts";
import { operationGuards } from "./operation-guards.ts";

/** Every guard, in the order of the lines that they hold. */
export const guards: readonly Guard[] = [
  ...admissionGuards,
  ...inputGuards,
  ...accountGuards,
  ...displayGuards,
  ...operationGuards,
];
