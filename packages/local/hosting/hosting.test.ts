import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { edgeHeaders, http, websocket } from "@parley/topology";
import { expect, test } from "vitest";
import { parseStartOptions } from "../src/start-options.ts";

const read = (name: string) => readFile(join(import.meta.dirname, name), "utf8");
const composes = ["compose.yaml", "compose.prod.yaml"] as const;

test.for(composes)("%s publishes on loopback only, but for the ports of TLS", async (name) => {
  const lists = [...(await read(name)).matchAll(/^\s+ports: \[(.+)\]$/gm)].map(([, list = ""]) => list);
  const ports = lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, port = ""]) => port));
  expect(ports.length).toBeGreaterThan(0);
  const open = ports.filter((port) => !port.startsWith("127.0.0.1:"));
  expect(open).toEqual(name === "compose.yaml" ? [] : ["80:80", "443:443", "443:443/udp"]);
});

test.for(composes)("%s names every image with its version", async (name) => {
  const images = [...(await read(name)).matchAll(/^\s+image: (.+)$/gm)].map(([, image = ""]) => image);
  expect(images.length).toBeGreaterThan(0);
  expect(images.filter((image) => !/^[a-z0-9/-]+:\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
});

test("[SEC24] hosting demands its secrets: none has a default, and none stands in the file", async () => {
  const text = await read("compose.prod.yaml");
  for (const name of ["AUTH_SECRET", "ORIGIN_SECRET", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]) {
    const uses = [...text.matchAll(new RegExp(`(?<!\\$)\\$\\{?${name}\\b[^}\\s]{0,2}`, "g"))].map(
      ([use]) => use,
    );
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((use) => !use.startsWith(`\${${name}:?`))).toEqual([]);
  }
});

const engineless = spawnSync("docker", ["compose", "version"], { encoding: "utf8" });

// Reads and checks the file by Compose's own schema; no engine is asked.
test.skipIf(engineless.status !== 0).for(composes)("%s is a Compose file, by Compose's own words", (name) => {
  const file = join(import.meta.dirname, name);
  const names = ["AUTH_SECRET", "ORIGIN_SECRET", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "PARLEY_DOMAIN"];
  const given = Object.fromEntries([...names, "MAIL_FROM"].map((each) => [each, "given"]));
  const check = (env: Record<string, string>) => {
    const PATH = process.env["PATH"] ?? "";
    const args = ["compose", "--file", file, "config", "--quiet"];
    return spawnSync("docker", args, { encoding: "utf8", env: { PATH, HOME: tmpdir(), ...env } });
  };
  expect(check(given)).toMatchObject({ status: 0, stderr: "" });
  if (name === "compose.yaml") return;
  for (const missing of Object.keys(given)) {
    const { status, stderr } = check({ ...given, [missing]: "" });
    expect([status === 0, stderr]).toEqual([false, expect.stringContaining(missing)]);
  }
});

test("what stands in front passes the handshake and the API on, proves itself, and hides the console", async () => {
  const caddy = await read("Caddyfile");
  const { port } = parseStartOptions([]);
  expect(caddy).toContain(`path /${websocket.stage} /${websocket.stage}/`);
  expect(caddy).toContain(`reverse_proxy @socket 127.0.0.1:${port + 1}`);
  expect(caddy).toContain(`reverse_proxy 127.0.0.1:${port} {`);
  expect(caddy).toContain(`header_up ${edgeHeaders.viewer} {remote_host}`);
  expect(caddy).toContain(`header_up ${edgeHeaders.proof} {$ORIGIN_SECRET}`);
  expect(caddy).toMatch(/@console path \/_local \/_local\/\*\n\s+respond @console 404/);
  const compose = await read("compose.prod.yaml");
  expect(compose).toContain(`WEBSOCKET_URL: wss://\${PARLEY_DOMAIN:?}/${websocket.stage}`);
  expect(compose).toContain(`http://127.0.0.1:${port}${http.basePath}/health`);
});
