/**
 * A process of its own that answers posts as API Gateway does when all is well: over TLS, keep-alive, 200
 * without a body. It knows no connections: what the poster's side costs is the same whoever answers.
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinProcess } from "../pin-process.ts";

export interface PostTarget {
  readonly callbackUrl: string;
  /** Certificate to trust, in PEM. */
  readonly certificate: string;
  stop(): void;
}

/** Starts the process on the second core. Needs `openssl` on the PATH, for a certificate that nobody keeps. */
export async function startPostTarget(): Promise<PostTarget> {
  const dir = mkdtempSync(join(tmpdir(), "parley-bench-"));
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
  const curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
  const name = "-subj /CN=localhost -addext subjectAltName=DNS:localhost";
  const options = `req -x509 ${curve} -nodes -days 2 ${name}`.split(" ");
  execFileSync("openssl", [...options, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const certificate = readFileSync(cert, "utf8");
  const child = fork(import.meta.filename, [key, cert]);
  const [port] = (await once(child, "message")) as [number];
  rmSync(dir, { recursive: true });
  pinProcess(child.pid ?? 0, 1);
  return {
    callbackUrl: `https://localhost:${port}/v1`,
    certificate,
    stop: () => child.kill(),
  };
}

function serve(keyFile: string, certFile: string): void {
  const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
  server.keepAliveTimeout = 60_000;
  server.on("request", (request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, {
        "x-amzn-RequestId": "00000000-0000-4000-8000-000000000000",
        "Content-Type": "application/json",
        "x-amz-apigw-id": "AAAAAAAAAAAAAAA=",
        "Content-Length": "0",
      });
      response.end();
    });
  });
  server.listen(0, "localhost", () => process.send?.((server.address() as AddressInfo).port));
  process.on("disconnect", () => process.exit());
}

const [, script, keyFile, certFile] = process.argv;
if (script === import.meta.filename && keyFile !== undefined && certFile !== undefined)
  serve(keyFile, certFile);
