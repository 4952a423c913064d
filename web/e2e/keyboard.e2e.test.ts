import { readMails, readVerificationToken } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
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

/** Fills a field: already there when the page has put the focus into it. */
async function typeInto(page: Page, field: RegExp, text: string): Promise<void> {
  if (!field.test(await focusedName(page))) await tabTo(page, field);
  await page.keyboard.type(text);
}

async function signUpByKeys({ page, username, email, password }: Visitor): Promise<void> {
  await typeInto(page, /^First name/, "Eve");
  await typeInto(page, /^Last name/, "Keys");
  await typeInto(page, /^Username/, username);
  await typeInto(page, /^E-mail/, email);
  await typeInto(page, /^Password/, password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Check your inbox" }).waitFor();
}

/** Opens the mail that came in a tab of its own, as a mail program on the web would, and follows its link there. */
async function followMail({ page, email }: Visitor): Promise<Page> {
  await readVerificationToken(cloud, email);
  const [mail] = await readMails(cloud, email);
  const tab = await page.context().newPage();
  await tab.setContent(mail?.body.html ?? "");
  await tabTo(tab, /^Verify/);
  await tab.keyboard.press("Enter");
  await tab.getByRole("link", { name: "Go to sign-in" }).waitFor();
  return tab;
}

async function signInByKeys({ page, username, password }: Visitor): Promise<void> {
  await typeInto(page, /^E-mail or username/, username);
  await typeInto(page, /^Password/, password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
}

async function joinByKeys(page: Page, name: string): Promise<void> {
  await tabTo(page, /^Find a room/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Join ${name}` }).waitFor();
  await tabTo(page, new RegExp(`^Join ${name}`));
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: `Message to ${name}` }).waitFor();
}

async function writeByKeys(person: Visitor): Promise<void> {
  const { page } = person;
  if (!(await focusedName(page)).startsWith("Message to")) await tabTo(page, /^Message to/);
  await page.keyboard.type("First wrods");
  await page.keyboard.press("Enter");
  await expect.poll(() => readTimeline(person)).toEqual(["First wrods"]);
  await untilNothingPends(person);
  await page.keyboard.press("ArrowUp");
  await page.getByText("Editing your message").waitFor();
  for (let index = 0; index < 4; index += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("ords");
  await page.keyboard.press("Enter");
  await expect.poll(() => readTimeline(person)).toEqual(["First words"]);
}

async function reactByKeys(page: Page): Promise<void> {
  await tabTo(page, /^Messages$/, "Shift+Tab");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => focusedName(page)).toContain("First words");
  await page.keyboard.press("+");
  await expect.poll(() => focusedName(page)).toBe("React with \u{1F44D}");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "\u{1F44D}: 1 person" }).waitFor();
  await expect.poll(() => focusedName(page)).toContain("First words");
  // Which keys there are: and the focus is back where it was.
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await expect.poll(() => focusedName(page)).toContain("First words");
}

async function switchByKeys(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Go to a room or person" }).waitFor();
  await page.keyboard.type("gal");
  await page.getByRole("option", { name: "Galley" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Message to Galley" }).waitFor();
}

async function signOutByKeys(page: Page): Promise<void> {
  await tabTo(page, /Settings$/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await tabTo(page, /^Sign out/);
  await page.keyboard.press("Enter");
  await page.getByLabel("E-mail or username").waitFor();
}

it("somebody with nothing but a keyboard signs up, verifies, signs in, joins, sends, edits, reacts, switches and signs out", async () => {
  // The one address that is typed; from here on only keys lead on.
  await eve.page.goto("/sign-in");
  await eve.page.getByLabel("E-mail or username").waitFor();
  await tabTo(eve.page, /^Create an account/);
  await eve.page.keyboard.press("Enter");
  await eve.page.getByLabel("First name").waitFor();
  await signUpByKeys(eve);
  const page = await followMail(eve);
  page.on("pageerror", (error) => eve.complaints.push(String(error)));
  const person = { ...eve, page };
  await tabTo(page, /^Go to sign-in/);
  await page.keyboard.press("Enter");
  await page.getByLabel("E-mail or username").waitFor();
  await signInByKeys(person);
  expect(new URL(page.url()).pathname).toBe("/rooms");
  for (const name of ["Galley", "Engine room"]) await joinByKeys(page, name);
  await expect.poll(() => page.getByRole("link", { name: /^(?:Galley|Engine room)/ }).count()).toBe(2);
  await writeByKeys(person);
  await reactByKeys(page);
  await switchByKeys(page);
  await signOutByKeys(page);
  expect(eve.complaints).toEqual([]);
});
