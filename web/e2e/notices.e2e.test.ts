import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, say, signUp, type Visitor, visit } from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Visitor;

beforeAll(async () => {
  const environment = { LIMIT_MESSAGES: "unlimited" };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  ada = await visit(browser, cloud, "Ada");
  bob = await visit(browser, cloud, "Bob", { permissions: ["notifications"] });
  await signUp(cloud, ada);
  await signUp(cloud, bob);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

describe("notifications", () => {
  it("are asked for after the first direct message, and not before", async () => {
    const question = bob.page.getByRole("region", { name: "Notifications" });
    await bob.page.waitForLoadState("networkidle");
    await expect.poll(() => question.count()).toBe(0);
    await ada.page.keyboard.press("Control+k");
    await ada.page.getByRole("combobox", { name: "Go to a room or person" }).waitFor();
    await ada.page.keyboard.type(bob.username);
    await ada.page.getByRole("option", { name: /Bob Browser/ }).click();
    await ada.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    await expect.poll(() => bob.page.getByRole("link", { name: /Ada/ }).count(), { timeout: 15_000 }).toBe(1);
    await say(ada, "Are you there?");
    await question.waitFor();
    await question.getByRole("button", { name: "Yes, tell me" }).click();
    await expect.poll(() => question.count()).toBe(0);
    await expect.poll(() => bob.page.evaluate(() => localStorage.getItem("parley.notices"))).toBe("on");
    await say(ada, "Still?");
    await bob.page.getByText("Still?").first().waitFor();
    await expect.poll(() => question.count()).toBe(0);
    await expect.poll(() => bob.page.title()).toContain("2");
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});
