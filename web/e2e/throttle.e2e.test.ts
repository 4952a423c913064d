import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser, readTimeline, say, signUp, type Visitor, visit } from "./browser.ts";

let cloud: Cloud;
let browser: Browser;

beforeAll(async () => {
  const environment = { ...noLimits, LIMIT_MESSAGES: "2/minute" };
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

/** What the service has kept, past the page's own outbox. */
async function readHistory({ page }: Visitor): Promise<string[]> {
  const room = /rooms\/(rom_\w+)/.exec(page.url())?.[1];
  return page.evaluate(async (id) => {
    const { messages } = await (await fetch(`/api/rooms/${id}/messages`)).json();
    return messages.map(({ text }: { text: string }) => text);
  }, room);
}

describe("a throttled person", () => {
  it("sees the time run down, can go on writing, and the message goes out by itself", async () => {
    const ada = await openRoom();
    for (const text of ["one", "two", "three"]) await say(ada, text);
    await ada.page.getByRole("button", { name: /^Send in \d+ s$/ }).waitFor();
    await ada.page.getByText(/^Goes out in \d+ seconds?$/).waitFor();
    const composer = ada.page.getByRole("textbox", { name: /^Message to/ });
    await composer.fill("a draft meanwhile");
    const limited = () => ada.page.getByText(/^Goes out in/).count();
    await expect.poll(limited, { timeout: 75_000, interval: 500 }).toBe(0);
    await expect.poll(() => readTimeline(ada)).toEqual(["one", "two", "three"]);
    await expect.poll(() => readHistory(ada)).toEqual(["one", "two", "three"]);
    await expect.poll(() => composer.inputValue()).toBe("a draft meanwhile");
    expect(ada.complaints).toEqual([]);
  });
});
