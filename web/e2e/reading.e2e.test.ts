import { postText } from "@parley/lab/storms/post-text";
import { createPerson, createRoom, type Person } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { enter, launchBrowser, readTimeline, type Visitor } from "./browser.ts";

/** More than the page of history that a room is opened with. */
const unreadCount = 130;

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Person;
let room: string;
let page: Page;

const saySoftly = (text: string) => postText({ cloud }, { person: bob, room, text });
const composer = () => page.getByRole("textbox", { name: "Message to Archive" });
const divider = () => page.getByRole("region", { name: "Messages" }).getByText("New", { exact: true });
const row = () => page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name: /Archive/ });
/** The marks of the room's row that tell of something unread. */
const countUnread = () =>
  row()
    .getByText(/unread/)
    .count();
const viewport = { width: 1280, height: 800 };

/** Whether a message stands on the screen, and not only near it. */
async function isInView(text: string): Promise<boolean> {
  const message = page.getByRole("region", { name: "Messages" }).getByText(text, { exact: true });
  const box =
    (await message.count()) === 0 ? null : await message.boundingBox({ timeout: 1_000 }).catch(() => null);
  return box !== null && box.y > 0 && box.y + box.height < viewport.height;
}

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  ada = await enter(browser, cloud, "Ada", { viewport });
  ({ page } = ada);
  bob = await createPerson(cloud, "Bob");
  ({ id: room } = await createRoom(cloud, bob, { name: "Archive", members: [ada.username] }));
  await createRoom(cloud, bob, { name: "Elsewhere", members: [ada.username] });
  for (let index = 1; index <= unreadCount; index += 1) await saySoftly(`entry ${index}`);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

describe("a room with much unread", () => {
  it("opens at its newest, leads up to where one had got, and back to the latest", async () => {
    await row().click();
    await expect.poll(() => isInView(`entry ${unreadCount}`)).toBe(true);
    await page.getByRole("button", { name: /messages since you were here/ }).click();
    await expect.poll(() => isInView("entry 1")).toBe(true);
    await divider().waitFor();
    await page.getByRole("button", { name: /^(?:Latest messages|\d+ new message)/ }).click();
    await expect.poll(() => isInView(`entry ${unreadCount}`)).toBe(true);
    await expect.poll(countUnread).toBe(0);
  });

  it("keeps what comes while nobody looks unread, marks where it begins, and Escape takes the mark away", async () => {
    await page.evaluate(() => {
      Object.defineProperty(document, "hasFocus", { configurable: true, value: () => false });
      window.dispatchEvent(new Event("blur"));
    });
    await saySoftly("unseen");
    await expect.poll(async () => (await readTimeline(ada)).at(-1)).toBe("unseen");
    await row().getByText("1 unread message").waitFor({ state: "attached" });
    await page.evaluate(() => {
      Reflect.deleteProperty(document, "hasFocus");
      window.dispatchEvent(new Event("focus"));
    });
    await expect.poll(countUnread).toBe(0);
    await divider().waitFor();
    await composer().press("Escape");
    await expect.poll(() => divider().count()).toBe(0);
  });
});

describe("what is being written", () => {
  it("is broken by Shift-Enter, is not sent by an input method's Enter, and waits in its own room", async () => {
    await composer().fill("first line");
    await composer().press("Shift+Enter");
    await composer().pressSequentially("second line");
    await composer().dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });
    await page.getByRole("link", { name: /Elsewhere/ }).click();
    const elsewhere = page.getByRole("textbox", { name: "Message to Elsewhere" });
    await expect.poll(() => elsewhere.inputValue()).toBe("");
    await row().click();
    await expect.poll(() => composer().inputValue()).toBe("first line\nsecond line");
    await expect.poll(async () => (await readTimeline(ada)).at(-1)).toBe("unseen");
    await composer().press("Enter");
    await expect.poll(() => composer().inputValue()).toBe("");
    await expect.poll(async () => (await readTimeline(ada)).at(-1)).toBe("first line\nsecond line");
  });
});

it("no page complained", () => {
  expect(ada.complaints).toEqual([]);
});
