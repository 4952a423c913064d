/**
 * Takes a picture of every state of the page, to be looked at: `npm run web:look -- DIRECTORY [WORDS]`. WORDS choose
 * the states by their names.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser } from "./browser.ts";
import { statesBeforeSignIn } from "./states/before-sign-in.ts";
import { statesBesideRooms } from "./states/beside-rooms.ts";
import { statesInARoom } from "./states/in-a-room.ts";
import { goToState } from "./states/page-state.ts";
import { adminEmail, setStage } from "./states/stage.ts";

const sights = [
  { width: 360, height: 740, colorScheme: "light" },
  { width: 1280, height: 800, colorScheme: "dark" },
] as const;

const [directory, words = ""] = process.argv.slice(2);
if (directory === undefined) throw new Error("Say into which directory the pictures go.");
await mkdir(directory, { recursive: true });
const cloud = await startCloud({ web: "build", environment: { ...noLimits, ADMIN_EMAIL: adminEmail } });
const browser = await launchBrowser();
try {
  const stage = await setStage(browser, cloud);
  for (const state of [...statesBeforeSignIn, ...statesBesideRooms, ...statesInARoom]) {
    if (!state.name.includes(words)) continue;
    const { page } = stage[state.who];
    for (const { width, height, colorScheme } of sights) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await goToState(page, state, stage).catch((error: unknown) => {
        process.stderr.write(`${state.name}: ${String(error)}\n`);
      });
      const file = `${state.name.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(directory, file) });
      await page.context().setOffline(false);
    }
  }
} finally {
  await browser.close();
  await cloud.stop();
}
