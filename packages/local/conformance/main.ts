/** `npm run conformance`: the suite against an API that runs somewhere, or against the local gateway. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { account } from "../src/settings/settings.ts";
import { openTarget } from "./target.ts";

const usage = `npm run conformance -- [options]

  --url wss://…             the API under test, with its stage; without it, the local gateway
  --callback https://…      where its @connections is (default: the same address)
  --region NAME             its region, for the signature (default us-east-1)
  --ticket-command COMMAND  prints a ticket that its authorizer admits (default: the word admit)
  --serve                   start the local gateway with the suite's handlers and say how to test it by URL
  --slow                    also what takes minutes: idle and integration time-outs of an API in the cloud`;

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    callback: { type: "string" },
    region: { type: "string" },
    "ticket-command": { type: "string" },
    serve: { type: "boolean", default: false },
    slow: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

/** Until it is ended; with credentials that are the local gateway's and nobody's else. */
async function serve(): Promise<void> {
  const target = await openTarget();
  const { accessKeyId, secretAccessKey, sessionToken } = account.credentials;
  const given = [
    `AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `AWS_SESSION_TOKEN=${sessionToken}`,
  ].join(" ");
  process.stdout.write(`${given} npm run conformance -- --url ${target.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void target.stop().then(() => process.exit(0)));
  }
}

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (values.serve) {
  await serve();
} else {
  const given = {
    CONFORMANCE_URL: values.url?.replace(/\/$/, ""),
    CONFORMANCE_CALLBACK: values.callback?.replace(/\/$/, ""),
    CONFORMANCE_REGION: values.region,
    CONFORMANCE_TICKET_COMMAND: values["ticket-command"],
    CONFORMANCE_SLOW: values.slow ? "1" : undefined,
  };
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--project", "local", "packages/local/conformance"], {
    cwd: resolve(import.meta.dirname, "../../.."),
    env: { ...process.env, ...given },
    stdio: "inherit",
  });
  child.once("exit", (code) => process.exit(code ?? 1));
}
