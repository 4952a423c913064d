/** Loads one bundle as Lambda does and says whether its handler is a function. Nothing is invoked. */
import { pathToFileURL } from "node:url";

const [, , file = "", exportName = ""] = process.argv;
const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
if (typeof module[exportName] !== "function")
  throw new Error(`${exportName} is ${typeof module[exportName]}.`);
process.exit(0);
