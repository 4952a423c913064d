import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderPermissions } from "./render-permissions.ts";

/** `npm run docs:permissions`. */
await writeFile(join(import.meta.dirname, "../../../docs/permissions.md"), renderPermissions());
