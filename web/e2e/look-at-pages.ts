/**
 * Takes a picture of every state of the page, to be looked at: `npm run web:look -- DIRECTORY [PATTERN]`. PATTERN
 * chooses the states by their names. Pages that need no doing are shown in Arabic as well, from right to left.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser } from "./browser.ts";
import { goToState, type PageState } from "./states/page-state.ts";
import { adminEmail, type Stage, setStage } from "./states/stage.ts";
import { states } from "./states/states.ts";

const sights = (["light", "dark"] as const).flatMap((colorScheme) => [
  { width: 360, height: 740, colorScheme },
  { width: 1280, height: 800, colorScheme },
]);

const [directory, pattern = ""] = process.argv.slice(2);
if (directory === undefined) throw new Error("Say into which directory the pictures go.");
await mkdir(directory, { recursive: true });
const cloud = await startCloud({ web: "build", environment: { ...noLimits, ADMIN_EMAIL: adminEmail } });
const browser = await launchBrowser();
try {
  const stage = await setStage(browser, cloud);
  const wanted = new RegExp(pattern);
  for (const state of states) {
    if (!wanted.test(state.name)) continue;
    await takePictures(directory, state, stage);
    if (state.open === undefined && state.before === undefined) await takeInArabic(directory, state, stage);
  }
} finally {
  await browser.close();
  await cloud.stop();
}

async function takePictures(into: string, state: PageState, stage: Stage): Promise<void> {
  const { page } = stage[state.who];
  for (const { width, height, colorScheme } of sights) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await goToState(page, state, stage).catch((error: unknown) => {
      process.stderr.write(`${state.name}: ${String(error)}\n`);
    });
    // What comes late stands there, too; where a call never ends nothing more will.
    await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
    await page.screenshot({ path: pathOf(into, state, `${width}-${colorScheme}`) });
    await page.context().setOffline(false);
  }
}

/** Where the other pictures went last, in another language: what is shown there is known already. */
async function takeInArabic(into: string, state: PageState, stage: Stage): Promise<void> {
  const { page } = stage[state.who];
  await page.evaluate(() => localStorage.setItem("parley.language", "ar"));
  for (const { width, height, colorScheme } of sights) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.reload();
    await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
    await page.screenshot({ path: pathOf(into, state, `${width}-${colorScheme}-arabic`) });
  }
  await page.evaluate(() => localStorage.removeItem("parley.language"));
}

function pathOf(into: string, { name }: PageState, sight: string): string {
  return join(into, `${name.replaceAll(/\W+/g, "-")}-${sight}.png`);
}
