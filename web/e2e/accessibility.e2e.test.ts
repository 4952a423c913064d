import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser } from "./browser.ts";
import { goToState, type PageState } from "./states/page-state.ts";
import { adminEmail, type Stage, setStage } from "./states/stage.ts";
import { states } from "./states/states.ts";

const widths = [360, 768, 1280];

let cloud: Cloud;
let browser: Browser;
let axe: string;
let stage: Stage;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const environment = { ...noLimits, ADMIN_EMAIL: adminEmail };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  stage = await setStage(browser, cloud);
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
async function findViolations(page: Page, rules: object = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async (options) => {
    // What the window's change asks for is laid out and painted first.
    for (let frames = 0; frames < 3; frames += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const { axe: loaded } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> };
    };
    return (await loaded.run({ resultTypes: ["violations"], ...options })).violations;
  }, rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

/** Looks at a state in every width and theme; what does not outlive the window's change is gone to again. */
async function look(state: PageState): Promise<string[]> {
  const { page, complaints } = stage[state.who];
  const complained = complaints.length;
  const found: string[] = [];
  await page.setViewportSize({ width: widths[0] ?? 0, height: 800 });
  await goToState(page, state, stage);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    if (!(await state.shown(page).isVisible())) await goToState(page, state, stage);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // The theme changes colours and nothing else: what asks after them is asked again.
      const rules = colorScheme === "dark" ? { runOnly: ["color-contrast", "link-in-text-block"] } : {};
      const violations = await findViolations(page, rules);
      found.push(...violations.map((violation) => `${width} ${colorScheme} ${violation}`));
    }
  }
  await page.context().setOffline(false);
  if (state.breaks) complaints.length = complained;
  return found;
}

describe("axe finds nothing, at every width and in both themes, on", () => {
  it.each(states)("$name", async (state) => {
    expect(await look(state)).toEqual([]);
  });
});

it("no page complained", () => {
  const { stranger, owner, newcomer, admin } = stage;
  expect([stranger, owner, newcomer, admin].flatMap(({ complaints }) => complaints)).toEqual([]);
});
