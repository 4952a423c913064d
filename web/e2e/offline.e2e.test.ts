import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import {
  enter,
  launchBrowser,
  openRoom,
  readTimeline,
  say,
  untilNothingPends,
  type Visitor,
} from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  const viewport = { width: 1280, height: 800 };
  ada = await enter(browser, cloud, "Ada", { viewport, serviceWorkers: "allow" });
  await openRoom(ada, "Galley");
  await openRoom(ada, "Engine room");
  await say(ada, "Said while there was a network.");
  await untilNothingPends(ada);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** How many answers of the service are kept on this device. */
const answersKept = () =>
  ada.page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("parley-answers"));
    const held = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return held.flat().map(({ url }) => new URL(url).pathname);
  });

describe("without a network", () => {
  it("the page opens, with the rooms and what was last said", async () => {
    const { page } = ada;
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForLoadState("networkidle");
    // Once through the worker, which was not there at the first visit.
    await page.reload();
    await expect.poll(() => readTimeline(ada)).toEqual(["Said while there was a network."]);
    const { pathname } = new URL(page.url());
    await expect.poll(answersKept).toContain(`/api${pathname}/messages`);
    await page.context().setOffline(true);
    await page.reload();
    await expect.poll(() => readTimeline(ada)).toEqual(["Said while there was a network."]);
    await page.getByRole("navigation", { name: "Rooms" }).getByText("Galley").waitFor();
    // Whether a browser knows that it is offline is its own matter; that nobody answers is not.
    await page
      .getByText(/^(?:You are offline\.|Connection lost|Reconnecting)/)
      .first()
      .waitFor();
  });

  it("what is written waits, over a reload too, and goes out once there is one", async () => {
    const { page } = ada;
    await say(ada, "Written without.");
    await page.getByText("Waiting to send").waitFor();
    await page.reload();
    const lines = ["Said while there was a network.", "Written without."];
    await expect.poll(() => readTimeline(ada)).toEqual(lines);
    await page.getByText("Waiting to send").waitFor();
    await page.context().setOffline(false);
    await untilNothingPends(ada);
    await page.getByText("Waiting to send").waitFor({ state: "detached" });
    await page.reload();
    await expect.poll(() => readTimeline(ada)).toEqual(lines);
    expect(ada.complaints).toEqual([]);
  });

  it("nothing is kept of one who signed out", async () => {
    const { page } = ada;
    await page.getByRole("link", { name: /Settings$/ }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail or username").waitFor();
    await expect.poll(answersKept).toEqual([]);
  });
});
