import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser, readTimeline, say, signUp, type Visitor, visit } from "./browser.ts";

let dataDir: string;
let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Visitor;

async function start(ports?: { page: number; websocket: number }): Promise<Cloud> {
  return startCloud({
    dataDir,
    web: "build",
    environment: noLimits,
    ...(ports !== undefined && { ports }),
  });
}

async function expectSpoken(visitor: Visitor, lines: readonly string[]): Promise<void> {
  await expect.poll(() => readTimeline(visitor), { timeout: 15_000, interval: 100 }).toEqual(lines);
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parley-e2e-"));
  await chmod(dataDir, 0o755);
  [cloud, browser] = await Promise.all([start(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("two people in two browsers", () => {
  const lines = [
    "Gauge three reads high again.",
    "On it.",
    "If it climbs past 40, pull the breaker.",
    "Understood.",
  ];

  it("sign up, verify, sign in, open a room and join it", async () => {
    ada = await visit(browser, cloud, "Ada", { viewport: { width: 1280, height: 800 } });
    bob = await visit(browser, cloud, "Bob", { viewport: { width: 360, height: 740 } });
    // Without a provider in the settings the form stands alone.
    const providers = ada.page.waitForResponse("**/api/auth/providers");
    await ada.page.goto("/sign-in");
    expect(await (await providers).json()).toEqual({ providers: [] });
    await expect.poll(() => ada.page.getByRole("button", { name: /^Continue with/ }).count()).toBe(0);
    await signUp(cloud, ada);
    await ada.page.getByRole("link", { name: "New room" }).first().click();
    await ada.page.getByLabel("Name").fill("Engine room");
    await ada.page.getByRole("button", { name: "Create room" }).click();
    await ada.page.getByRole("heading", { name: "Engine room" }).first().waitFor();
    await signUp(cloud, bob);
    await bob.page.getByRole("link", { name: "Find a room" }).first().click();
    await bob.page.getByRole("button", { name: "Join Engine room" }).click();
    await bob.page.getByRole("textbox", { name: "Message to Engine room" }).waitFor();
    await expect.poll(() => readTimeline(bob)).toEqual([]);
  });

  it("see each other's messages at once, in one order", async () => {
    const [first, second, third, fourth] = lines as [string, string, string, string];
    await say(ada, first);
    await expectSpoken(bob, [first]);
    await say(bob, second);
    await say(bob, third);
    await expectSpoken(ada, [first, second, third]);
    await say(ada, fourth);
    for (const visitor of [ada, bob]) await expectSpoken(visitor, lines);
  });

  it("find the same after a reload", async () => {
    await ada.page.reload();
    await expectSpoken(ada, lines);
  });

  it("find the same after Redis was emptied, and go on", async () => {
    await cloud.redis.kill();
    await cloud.redis.start();
    await bob.page.reload();
    await expectSpoken(bob, lines);
    lines.push("Still here?");
    await say(bob, "Still here?");
    for (const visitor of [ada, bob]) await expectSpoken(visitor, lines);
  });

  it("find the same after the whole stack was restarted, and what was written meanwhile goes out", async () => {
    const ports = {
      page: Number(new URL(cloud.pageUrl).port),
      websocket: Number(new URL(cloud.websocketUrl).port),
    };
    await cloud.stop();
    await ada.page
      .getByText(/Connection lost|Reconnecting|Connecting/)
      .first()
      .waitFor();
    lines.push("Written while nothing was there.");
    await say(ada, "Written while nothing was there.");
    await ada.page.getByText("Waiting to send").waitFor();
    cloud = await start(ports);
    await expectSpoken(ada, lines);
    await bob.page.reload();
    for (const visitor of [ada, bob]) await expectSpoken(visitor, lines);
  });

  it("left the page without an error and within its content security policy", () => {
    expect(ada.complaints).toEqual([]);
    expect(bob.complaints).toEqual([]);
  });
});
