import { readVerificationToken } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  launchBrowser,
  openRoom,
  readTimeline,
  signUp,
  untilNothingPends,
  type Visitor,
  visit,
} from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let eve: Visitor;

beforeAll(async () => {
  const environment = { LIMIT_MESSAGES: "unlimited" };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  const ada = await visit(browser, cloud, "Ada");
  await signUp(cloud, ada);
  await openRoom(ada, "Engine room");
  await openRoom(ada, "Galley");
  await ada.page.context().close();
  eve = await visit(browser, cloud, "Eve", { viewport: { width: 1280, height: 800 } });
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** What has the focus, by the name that a screen reader would say. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : undefined;
    return active?.getAttribute("aria-label") ?? label ?? active?.textContent?.trim() ?? "";
  });
}

/** Presses Tab until something of that name has the focus: what Tab does not reach fails. */
async function tabTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  const met: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    met.push(focused.slice(0, 40));
  }
  throw new Error(`${name} is not reached by ${key}; met: ${met.join(" | ")}`);
}

async function typeInto(page: Page, field: RegExp, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

describe("somebody with nothing but a keyboard", () => {
  it("signs up and signs in", async () => {
    const { page } = eve;
    await page.goto("/sign-up");
    await page.getByLabel("First name").waitFor();
    // A page may put the focus into its first field: from the top again.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await typeInto(page, /^First name/, "Eve");
    await typeInto(page, /^Last name/, "Keys");
    await typeInto(page, /^Username/, eve.username);
    await typeInto(page, /^E-mail/, eve.email);
    await typeInto(page, /^Password/, eve.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Check your inbox" }).waitFor();
    await page.goto(`/verify-email?token=${await readVerificationToken(cloud, eve.email)}`);
    await page.getByRole("link", { name: "Go to sign-in" }).waitFor();
    await tabTo(page, /^Go to sign-in/);
    await page.keyboard.press("Enter");
    await page.getByLabel("E-mail or username").waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await typeInto(page, /^E-mail or username/, eve.username);
    await typeInto(page, /^Password/, eve.password);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Rooms" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/rooms");
  });

  it("joins two rooms", async () => {
    const { page } = eve;
    for (const name of ["Galley", "Engine room"]) {
      await tabTo(page, /^Find a room/);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: `Join ${name}` }).waitFor();
      await tabTo(page, new RegExp(`^Join ${name}`));
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: `Message to ${name}` }).waitFor();
    }
    await expect.poll(() => page.getByRole("link", { name: /^(?:Galley|Engine room)/ }).count()).toBe(2);
  });

  it("sends, edits and reacts", async () => {
    const { page } = eve;
    await page.getByRole("textbox", { name: "Message to Engine room" }).waitFor();
    if (!(await focusedName(page)).startsWith("Message to")) await tabTo(page, /^Message to/);
    await page.keyboard.type("First wrods");
    await page.keyboard.press("Enter");
    await expect.poll(() => readTimeline(eve)).toEqual(["First wrods"]);
    await untilNothingPends(eve);
    await page.keyboard.press("ArrowUp");
    await page.getByText("Editing your message").waitFor();
    for (let index = 0; index < 4; index += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("ords");
    await page.keyboard.press("Enter");
    await expect.poll(() => readTimeline(eve)).toEqual(["First words"]);
    await tabTo(page, /^Messages$/, "Shift+Tab");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => focusedName(page)).toContain("First words");
    await page.keyboard.press("+");
    await expect.poll(() => focusedName(page)).toBe("React with \u{1F44D}");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "\u{1F44D}: 1 person" }).waitFor();
    await expect.poll(() => focusedName(page)).toContain("First words");
  });

  it("reads which keys there are, and is back where they were", async () => {
    const { page } = eve;
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await expect.poll(() => focusedName(page)).toContain("First words");
  });

  it("switches room, and signs out", async () => {
    const { page } = eve;
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Go to a room or person" }).waitFor();
    await page.keyboard.type("gal");
    await page.getByRole("option", { name: "Galley" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Message to Galley" }).waitFor();
    await tabTo(page, /Settings$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await tabTo(page, /^Sign out/);
    await page.keyboard.press("Enter");
    await page.getByLabel("E-mail or username").waitFor();
    expect(eve.complaints).toEqual([]);
  });
});
