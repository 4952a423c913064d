import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser, say, signUp, untilNothingPends, type Visitor, visit } from "./browser.ts";

const widths = [360, 768, 1280];
const themes = ["light", "dark"] as const;

let cloud: Cloud;
let browser: Browser;
let axe: string;
let ada: Visitor;
let room: string;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const environment = noLimits;
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  ada = await visit(browser, cloud, "Ada");
  await signUp(cloud, ada);
  await ada.page.getByRole("link", { name: "New room" }).first().click();
  await ada.page.getByLabel("Name").fill("Engine room");
  await ada.page.getByRole("button", { name: "Create room" }).click();
  await ada.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
  for (const text of [
    "A word with **weight**, `code` and https://example.test/link.",
    "> a quotation\n\n- a list",
  ]) {
    await say(ada, text);
  }
  await ada.page.getByText("a quotation").first().waitFor();
  await untilNothingPends(ada);
  await focusMessage(ada.page);
  await ada.page.keyboard.press("+");
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("button", { name: "\u{1F44D}: 1 person" }).waitFor();
  room = new URL(ada.page.url()).pathname;
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds, in a form that reads well when it is not empty. */
async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await loaded.run()).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

async function look(
  page: Page,
  path: string,
  ready: string,
  open: (page: Page) => Promise<void> = async () => {},
): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    for (const colorScheme of themes) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await page.getByText(ready).first().waitFor({ state: "attached" });
      await open(page);
      found.push(...(await findViolations(page)).map((violation) => `${width} ${colorScheme} ${violation}`));
    }
  }
  return found;
}

describe("axe finds nothing, at every width and in both themes, on", () => {
  it.each([
    ["/sign-in", "Good to see you again."],
    ["/sign-up", "A name, an address, a password."],
    ["/forgot-password", "Tell us your address"],
    ["/no-such-page", "Nothing here"],
  ])("%s for a visitor", async (path, ready) => {
    const visitor = await visit(browser, cloud, "Eve");
    expect(await look(visitor.page, path, ready)).toEqual([]);
    await visitor.page.context().close();
  });

  it.each([
    ["/rooms", "Engine room"],
    ["/rooms/new", "A place for one subject"],
    ["/rooms/browse", "Rooms that are open to all."],
    ["/rooms/settings", "Sign out"],
  ])("%s for a member", async (path, ready) => {
    expect(await look(ada.page, path, ready)).toEqual([]);
  });

  it("a room with messages", async () => {
    expect(await look(ada.page, room, "A word with")).toEqual([]);
  });

  it.each([
    ["the actions of a message", async (page: Page) => void (await focusMessage(page))],
    [
      "the reactions to choose from",
      async (page: Page) => {
        await focusMessage(page);
        await page.keyboard.press("+");
        await page.getByRole("group", { name: "React" }).waitFor();
      },
    ],
    [
      "a reply and a reaction",
      async (page: Page) => {
        await focusMessage(page);
        await page.keyboard.press("r");
        await page.getByText("Replying to").waitFor();
      },
    ],
    [
      "the question before a deletion",
      async (page: Page) => {
        await focusMessage(page);
        await page.keyboard.press("Delete");
        await page.getByRole("dialog").waitFor();
      },
    ],
    [
      "the switcher",
      async (page: Page) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox").waitFor();
      },
    ],
    [
      "the keys",
      async (page: Page) => {
        await page.keyboard.press("Control+/");
        await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
      },
    ],
  ])("%s", async (_, open) => {
    expect(await look(ada.page, room, "A word with", open)).toEqual([]);
  });
});

const focusAttemptsMax = 6;

async function focusMessage(page: Page): Promise<void> {
  const message = page.getByRole("region", { name: "Messages" }).getByRole("article").last();
  const actions = page.getByRole("group", { name: "Message actions" });
  // What the page still does may take the focus away again: it is given once more, as a person would.
  for (let attempt = 1; !(await actions.isVisible()); attempt += 1) {
    await message.focus();
    await actions.waitFor({ timeout: 5_000 }).catch((error: unknown) => {
      if (attempt === focusAttemptsMax) throw error;
    });
  }
}
