/**
 * Writes the migrations' SQL into `migrations/index.ts`, so that they are part of the function's bundle:
 * a Lambda has no folder of SQL files beside it. Run by `npm run migrations` after drizzle-kit.
 */
import { readFile, writeFile } from "node:fs/promises";
import { embedMigrations } from "./render-migrations.ts";

const folder = new URL("migrations/", import.meta.url);
const text = await embedMigrations((file) => readFile(new URL(file, folder), "utf8"));
await writeFile(new URL("index.ts", folder), text);
