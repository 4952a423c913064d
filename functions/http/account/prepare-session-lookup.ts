import type { ParleyDb } from "@parley/stores/postgres/drizzle-database";
import { sessions, users } from "@parley/stores/postgres/schema/auth";
import type { drizzleAdapter } from "better-auth/adapters/drizzle";
import { eq, getTableColumns, sql } from "drizzle-orm";

type CreateAdapter = ReturnType<typeof drizzleAdapter>;
type FindOne = ReturnType<CreateAdapter>["findOne"];
type Query = Parameters<FindOne>[0];

/**
 * The adapter with the one statement that every call needs, a session and its person by the token, prepared: drizzle builds it
 * once for each sandbox and Postgres plans it once for each connection, where the adapter's own is built and planned for each call.
 */
export function prepareSessionLookup(create: CreateAdapter, db: ParleyDb): CreateAdapter {
  const lookup = db
    .select({ session: getTableColumns(sessions), user: personColumns() })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.token, sql.placeholder("token")))
    .prepare("session_by_token");
  return (options) => {
    const adapter = create(options);
    const findOne = async (query: Query) => {
      const token = tokenOf(query);
      if (token === undefined) return adapter.findOne(query);
      const [found] = await lookup.execute({ token });
      return found === undefined ? null : { ...found.session, user: found.user };
    };
    return { ...adapter, findOne: findOne as FindOne };
  };
}

/** What Better Auth knows of a person; the rest of the row is not its own. */
function personColumns() {
  const { kind: _, ownerId: __, bannedAt: ___, deletedAt: ____, ...columns } = getTableColumns(users);
  return columns;
}

function tokenOf({ model, where, select, join }: Query): string | undefined {
  const [condition, ...others] = where;
  if (model !== "session" || join?.["user"] !== true || select !== undefined || others.length > 0)
    return undefined;
  const { field, value, operator = "eq" } = condition ?? {};
  return field === "token" && operator === "eq" && typeof value === "string" ? value : undefined;
}
