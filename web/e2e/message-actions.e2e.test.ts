import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Locator } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  launchBrowser,
  openRoom,
  readTimeline,
  say,
  signUp,
  untilNothingPends,
  type Visitor,
  visit,
} from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Visitor;

beforeAll(async () => {
  const environment = { LIMIT_MESSAGES: "unlimited" };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  ada = await visit(browser, cloud, "Ada", { viewport: { width: 1280, height: 800 } });
  bob = await visit(browser, cloud, "Bob", {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await signUp(cloud, ada);
  await openRoom(ada, "Engine room");
  await signUp(cloud, bob);
  await bob.page.getByRole("link", { name: "Find a room" }).first().click();
  await bob.page.getByRole("button", { name: "Join Engine room" }).click();
  await bob.page.getByRole("textbox", { name: "Message to Engine room" }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

function messageOf({ page }: Visitor, text: string): Locator {
  return page.getByRole("region", { name: "Messages" }).getByRole("article").filter({ hasText: text }).last();
}

/** Touches the words of a message, not what stands around them. */
function touch({ page }: Visitor, text: string): Promise<void> {
  return page
    .getByRole("region", { name: "Messages" })
    .locator('p[dir="auto"]', { hasText: text })
    .last()
    .tap();
}

async function expectSpoken(visitor: Visitor, lines: readonly string[]): Promise<void> {
  await expect.poll(() => readTimeline(visitor), { timeout: 15_000, interval: 100 }).toEqual(lines);
}

describe("what one does to a message is seen by the other", () => {
  it("an edit, begun by ↑ in the empty composer", async () => {
    await say(ada, "Gauge three reads hihg.");
    await expectSpoken(bob, ["Gauge three reads hihg."]);
    const composer = ada.page.getByRole("textbox", { name: /^Message to/ });
    await untilNothingPends(ada);
    await composer.press("ArrowUp");
    await expect.poll(() => composer.inputValue()).toBe("Gauge three reads hihg.");
    await composer.fill("Gauge three reads high.");
    await composer.press("Enter");
    await expectSpoken(bob, ["Gauge three reads high."]);
    await messageOf(bob, "Gauge three").getByText("edited").waitFor();
    await expect.poll(() => composer.inputValue()).toBe("");
  });

  it("a reaction, by a tap, and it is taken back by the pill", async () => {
    await touch(bob, "Gauge three");
    await bob.page.getByRole("button", { name: "React", exact: true }).tap();
    await bob.page.getByRole("button", { name: "React with \u{1F440}" }).tap();
    await messageOf(ada, "Gauge three").getByRole("button", { name: "\u{1F440}: 1 person" }).click();
    const both = messageOf(bob, "Gauge three").getByRole("button", { name: "\u{1F440}: 2 people" });
    await both.waitFor();
    await expect.poll(() => both.getAttribute("aria-pressed")).toBe("true");
    await both.tap();
    await messageOf(ada, "Gauge three").getByRole("button", { name: "\u{1F440}: 1 person" }).waitFor();
  });

  it("any emoji at all, found by its name", async () => {
    await messageOf(ada, "Gauge three").hover();
    await ada.page.getByRole("button", { name: "React", exact: true }).click();
    await ada.page.getByRole("button", { name: "More reactions" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "Choose a reaction" });
    await dialog.getByRole("searchbox").fill("octopus");
    await dialog
      .getByLabel(/octopus/i)
      .first()
      .click();
    const pill = messageOf(bob, "Gauge three").getByRole("button", { name: "\u{1F419}: 1 person" });
    await pill.waitFor();
    await expect.poll(() => dialog.count()).toBe(0);
  });

  it("a reply, which leads back to what it answers", async () => {
    await touch(bob, "Gauge three");
    await bob.page.getByRole("button", { name: "Reply", exact: true }).tap();
    await bob.page.getByText("Replying to Ada").waitFor();
    await say(bob, "On it.");
    await untilNothingPends(bob);
    const quote = messageOf(ada, "On it.").getByRole("button", { name: /In reply to\s*Ada/ });
    await quote.click();
    await expect
      .poll(() => ada.page.evaluate(() => document.activeElement?.textContent))
      .toContain("Gauge three reads high.");
    await expect.poll(() => bob.page.getByText("Replying to Ada").count()).toBe(0);
  });

  it("a link, which opens the room at that message", async () => {
    await touch(bob, "On it.");
    await bob.page.getByRole("button", { name: "Copy link" }).tap();
    const readClipboard = () => bob.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(readClipboard).toMatch(/\?at=\d+$/);
    const link = await readClipboard();
    await ada.page.goto(link);
    await expect
      .poll(() => ada.page.evaluate(() => document.activeElement?.textContent), { timeout: 10_000 })
      .toContain("On it.");
  });

  it("a deletion, but only after a yes", async () => {
    await touch(bob, "On it.");
    await bob.page.getByRole("button", { name: "Delete", exact: true }).tap();
    const dialog = bob.page.getByRole("dialog", { name: "Delete this message?" });
    await dialog.getByRole("button", { name: "Cancel" }).tap();
    await expectSpoken(ada, ["Gauge three reads high.", "On it."]);
    await touch(bob, "On it.");
    await bob.page.getByRole("button", { name: "Delete", exact: true }).tap();
    await dialog.getByRole("button", { name: "Delete" }).tap();
    await expectSpoken(ada, ["Gauge three reads high."]);
    await messageOf(ada, "This message was deleted.").waitFor();
  });

  it("and nobody is offered to edit or delete what another said, but the room's owner may delete", async () => {
    await touch(bob, "Gauge three");
    await bob.page.getByRole("button", { name: "Reply", exact: true }).waitFor();
    await expect.poll(() => bob.page.getByRole("button", { name: "Edit", exact: true }).count()).toBe(0);
    await expect.poll(() => bob.page.getByRole("button", { name: "Delete", exact: true }).count()).toBe(0);
    await say(bob, "Mine");
    await messageOf(ada, "Mine").hover();
    await ada.page.getByRole("button", { name: "Delete", exact: true }).waitFor();
    await expect.poll(() => ada.page.getByRole("button", { name: "Edit", exact: true }).count()).toBe(0);
  });

  it("a mention, completed in the composer, is counted for the one who is meant", async () => {
    await ada.page.getByRole("link", { name: "New room" }).first().click();
    const composer = bob.page.getByRole("textbox", { name: /^Message to/ });
    await composer.pressSequentially("Look, @ad");
    await bob.page.getByRole("option", { name: /Ada/ }).waitFor();
    await composer.press("Enter");
    await expect.poll(() => composer.inputValue()).toBe(`Look, @${ada.username} `);
    await composer.press("Enter");
    await ada.page.getByText("1 mention of you").waitFor({ state: "attached" });
  });

  it("and what one wants to come back to is unread again, until one does", async () => {
    const { page } = ada;
    const row = page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name: /Engine room/ });
    await row.click();
    await expect.poll(() => row.getByText(/unread/).count()).toBe(0);
    await messageOf(ada, "Mine").hover();
    await page.getByRole("button", { name: "Mark as unread" }).click();
    await row.getByText("2 unread messages").waitFor({ state: "attached" });
    await page.getByText("New", { exact: true }).waitFor();
    await page.getByRole("link", { name: "New room" }).first().click();
    await page.reload();
    await row.getByText("2 unread messages").waitFor({ state: "attached" });
    await row.click();
    await page.getByText("New", { exact: true }).waitFor();
    await expect.poll(() => row.getByText(/unread/).count()).toBe(0);
  });

  it("without a complaint of either page", () => {
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});
