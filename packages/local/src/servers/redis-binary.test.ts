import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findRedisBinary } from "./redis-binary.ts";

// Debian's tools as far as they matter here: apt refuses a state that another holds, a package is a server that runs.
const tools = {
  "apt-get": `#!/bin/sh
PATH=/usr/bin:/bin
state=$(printf '%s\\n' "$@" | sed -n 's/^-oDir::State=//p')
mkdir "$state/held" || exit 100
sleep 0.2
rmdir "$state/held"
case "$*" in *" download "*) : > redis-server.deb ;; esac
`,
  "dpkg-deb": `#!/bin/sh
PATH=/usr/bin:/bin
mkdir -p "$3/usr/bin"
printf '#!/bin/sh\\nexit 0\\n' > "$3/usr/bin/redis-server"
chmod +x "$3/usr/bin/redis-server"
`,
};

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "parley-redis-binary-"));
  const path = join(root, "bin");
  await mkdir(path);
  for (const [name, text] of Object.entries(tools)) {
    await writeFile(join(path, name), text);
    await chmod(join(path, name), 0o755);
  }
  vi.stubEnv("PATH", path);
  vi.stubEnv("PARLEY_CACHE_DIR", join(root, "cache"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe("a Redis on a machine without one", () => {
  it("is downloaded by each of two that start at once, and is one afterwards", async () => {
    const notes: string[] = [];
    const find = () => findRedisBinary((detail) => notes.push(detail));
    const [one, other] = await Promise.all([find(), find()]);
    expect(one).toEqual(other);
    expect(await readdir(join(root, "cache"))).toEqual([`redis-debian-${process.arch}`]);
    // Whoever may look into the cache may run what is in it.
    const { mode } = await stat(join(root, "cache"));
    expect((await stat(join(root, "cache", `redis-debian-${process.arch}`))).mode).toBe(mode);
    expect(await find()).toEqual(one);
    expect(notes).toHaveLength(2);
  });
});
