/**
 * An initialised data directory, made once per version and copied ever after: `initdb` takes seconds,
 * a copy does not.
 */
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { postgres } from "@parley/topology";
import { cacheDirectory, fillCache } from "./cache-directory.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { SystemUser } from "./postgres-user.ts";
import { runCommand } from "./run-command.ts";

/** Beside Postgres' own files, which the server ignores; of all three roles. */
const passwordFile = "parley-roles.password";

/** What the template is made of; a change makes a new one. */
const templateRevision = 2;

const superuser = "postgres";

interface TemplateInput {
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | undefined;
}

/**
 * Makes `dataDir` a cluster with the topology's roles and its empty database, unless it is one, and
 * answers the roles' password.
 *
 * @throws {Error} when `dataDir` belongs to another version.
 */
export async function prepareDataDirectory(input: TemplateInput, dataDir: string): Promise<string> {
  const major = input.binaries.version.split(".")[0];
  const present = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => undefined);
  if (present !== undefined && present.trim() !== major) {
    throw new Error(
      `The data in ${dataDir} is of Postgres ${present.trim()}, the server is ${major}: start with --reset.`,
    );
  }
  if (present === undefined) {
    const template = await findTemplate(input);
    // Beside the target and renamed: a copy broken off is never taken for a cluster.
    const scratch = `${dataDir}.${process.pid}`;
    await rm(scratch, { recursive: true, force: true });
    await mkdir(dirname(dataDir), { recursive: true });
    // The command and not Node's `cp`: a thousand small files, several times faster.
    await runCommand({ command: "cp", args: ["-R", template, scratch] });
    await giveTo(input.user, scratch);
    await rm(dataDir, { recursive: true, force: true });
    await rename(scratch, dataDir);
  }
  const password = await readFile(join(dataDir, passwordFile), "utf8").catch(() => undefined);
  if (password === undefined) {
    throw new Error(`The data in ${dataDir} is of an older version: start with --reset.`);
  }
  return password.trim();
}

async function findTemplate(input: TemplateInput): Promise<string> {
  const name = `postgres-template-${input.binaries.version}-${process.arch}-${templateRevision}`;
  const target = join(cacheDirectory(), name);
  const present = await readFile(join(target, passwordFile)).then(
    () => true,
    () => false,
  );
  if (present) return target;
  return fillCache(name, async (scratch) => {
    await mkdir(scratch);
    await initialise(input, scratch);
  });
}

/** UTF-8 with the builtin C.UTF-8 locale, which sorts alike on every machine and is what Neon has. */
async function initialise({ binaries, user }: TemplateInput, dataDir: string): Promise<void> {
  const password = randomBytes(24).toString("base64url");
  const secret = `${dataDir}.password`;
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    await chown(secret, user.uid, user.gid);
    await chown(dataDir, user.uid, user.gid);
  }
  const run = { cwd: dirname(dataDir), env: { LC_ALL: "C" }, ...(user === undefined ? {} : { user }) };
  try {
    const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"];
    const account = ["--auth=password", `--username=${superuser}`, `--pwfile=${secret}`];
    await runCommand({
      ...run,
      command: binaries.initdb,
      args: [`--pgdata=${dataDir}`, "--no-sync", ...account, ...locale],
    });
    await runCommand({
      ...run,
      command: binaries.postgres,
      args: ["--single", "-D", dataDir, "-F", "postgres"],
      input: createRoles(password),
    });
    await rename(secret, join(dataDir, passwordFile));
  } finally {
    await rm(secret, { force: true });
  }
}

/**
 * The two roles as Neon makes them: the owner of the tables, and one that reads and writes all rows but
 * owns nothing. One statement per line, as a single-user server reads them.
 */
function createRoles(password: string): string {
  const { roles, database } = postgres;
  return [
    `CREATE ROLE ${roles.owner} LOGIN CREATEDB PASSWORD '${password}'`,
    `CREATE ROLE ${roles.app} LOGIN PASSWORD '${password}' IN ROLE pg_read_all_data, pg_write_all_data`,
    `CREATE DATABASE ${database} OWNER ${roles.owner}`,
    "",
  ].join("\n");
}

/** Postgres demands a directory that nobody else may read, owned by whoever runs it. */
async function giveTo(user: SystemUser | undefined, directory: string): Promise<void> {
  await chmod(directory, 0o700);
  if (user === undefined) return;
  await runCommand({ command: "chown", args: ["-R", `${user.uid}:${user.gid}`, directory] });
}
