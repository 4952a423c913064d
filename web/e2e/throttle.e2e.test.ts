import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, readTimeline, say, signUp, type Visitor, visit } from "./browser.ts";

let cloud: Cloud;
let browser: Browser;

beforeAll(async () => {
  const environment = { LIMIT_MESSAGES: "2/minute" };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function openRoom(): Promise<Visitor> {
  const ada = await visit(browser, cloud, "Ada");
  await signUp(cloud, ada);
  await ada.page.getByRole("link", { name: "New room" }).first().click();
  await ada.page.getByLabel("Name").fill("Quiet room");
  await ada.page.getByRole("button", { name: "Create room" }).click();
  await ada.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
  return ada;
}

describe("a throttled person", () => {
  it("sees the time run down, can go on writing, and the message goes out by itself", async () => {
    const ada = await openRoom();
    for (const text of ["one", "two", "three"]) await say(ada, text);
    await ada.page.getByRole("button", { name: /^Send in \d+ s$/ }).waitFor();
    await ada.page.getByText(/^Goes out in \d+ seconds?$/).waitFor();
    const composer = ada.page.getByRole("textbox", { name: /^Message to/ });
    await composer.fill("a draft meanwhile");
    await expect
      .poll(() => readTimeline(ada), { timeout: 75_000, interval: 500 })
      .toEqual(["one", "two", "three"]);
    await expect.poll(() => ada.page.getByText(/^Goes out in/).count(), { timeout: 5_000 }).toBe(0);
    expect(await composer.inputValue()).toBe("a draft meanwhile");
    expect(ada.complaints).toEqual([]);
  });
});
