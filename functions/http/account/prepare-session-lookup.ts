import type { ParleyDb } from "@parley/stores/postgres/drizzle-database";
import { sessions, users } from "@parley/stores/postgres/schema/auth";
import type { drizzleAdapter } from "better-auth/adapters/drizzle";
import { type Column, getTableColumns } from "drizzle-orm";

type CreateAdapter = ReturnType<typeof drizzleAdapter>;
type FindOne = ReturnType<CreateAdapter>["findOne"];
type Query = Parameters<FindOne>[0];

/** What Better Auth knows of a person; the rest of the row is not its own. */
const { kind: _, ownerId: __, bannedAt: ___, deletedAt: ____, ...personColumns } = getTableColumns(users);

const sessionColumns = getTableColumns(sessions);
const sessionNames = Object.keys(sessionColumns);
const personNames = Object.keys(personColumns);

/** Both rows as one array, the session's values before the person's. */
const lookup = {
  name: "session_by_token",
  text: `select ${listColumns("s", sessionColumns)}, ${listColumns("u", personColumns)}
         from sessions s join users u on u.id = s.user_id
         where s.token = $1`,
  rowMode: "array",
} as const;

/**
 * The adapter with the one statement that every call needs, a session and its person by the token, prepared: it is written
 * once for each sandbox and planned once for each connection, where the adapter's own is built and planned for each call.
 */
export function prepareSessionLookup(create: CreateAdapter, { $client: pool }: ParleyDb): CreateAdapter {
  return (options) => {
    const adapter = create(options);
    const findOne = async (query: Query) => {
      const token = tokenOf(query);
      if (token === undefined) return adapter.findOne(query);
      const [row] = (await pool.query({ ...lookup, values: [token] })).rows;
      if (row === undefined) return null;
      return {
        ...nameValues(sessionNames, row, 0),
        user: nameValues(personNames, row, sessionNames.length),
      };
    };
    return { ...adapter, findOne: findOne as FindOne };
  };
}

function listColumns(table: string, columns: Readonly<Record<string, Column>>): string {
  return Object.values(columns)
    .map(({ name }) => `${table}.${name}`)
    .join(", ");
}

function nameValues(names: readonly string[], row: readonly unknown[], from: number): object {
  return Object.fromEntries(names.map((name, at) => [name, row[from + at]]));
}

function tokenOf({ model, where, select, join }: Query): string | undefined {
  const [condition, ...others] = where;
  if (model !== "session" || join?.["user"] !== true || select !== undefined || others.length > 0)
    return undefined;
  const { field, value, operator = "eq" } = condition ?? {};
  return field === "token" && operator === "eq" && typeof value === "string" ? value : undefined;
}
