import { defineConfig } from "drizzle-kit";

/** For `npm run migrations`: reads the schema and writes SQL; it needs no database. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/postgres/schema/index.ts",
  out: "./src/postgres/migrations",
});
