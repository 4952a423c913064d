import { SdkClient } from "./sdk-client.ts";
import type { Parts } from "./world.ts";

/** The SDK in the place of the model client. Nobody is taken out: an application would have to follow again. */
export const sdkParts: Partial<Parts> = {
  client: (...args) => new SdkClient(...args),
  faults: (drawn) => ({ ...drawn, removals: 0 }),
};
