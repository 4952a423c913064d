import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

/** Core Web Vitals of one visit: times in ms, and the share of the screen that moved by itself. */
export interface Vitals {
  readonly lcpMs: number;
  /** The slowest of the interactions; 0 when there was none. */
  readonly inpMs: number;
  readonly cls: number;
}

/** A slow phone on a slow 4G, as Lighthouse has it for its mobile runs. */
export const mobileLab = {
  viewport: { width: 360, height: 740 },
  cpuSlowdown: 4,
  network: { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 },
} as const;

/** What the script inside the page writes to. */
interface Measured {
  readonly vitals: { LCP?: number; INP?: number; CLS?: number };
}

/**
 * Has the page that is shown measure itself, by Google's own library. What was painted and moved before is told to it by the
 * browser, so it comes after the first paint: read before the page's own scripts it took a tenth of a second of what it measures.
 */
export async function measureVitals(page: Page): Promise<void> {
  // Its file for scripts without modules is no export of the package.
  const entry = createRequire(import.meta.url).resolve("web-vitals");
  const library = await readFile(entry.replace(/web-vitals\.\w+$/, "web-vitals.iife.js"), "utf8");
  await page.evaluate(`(() => { ${library};globalThis.vitals = {};
    const keep = ({ name, value }) => { vitals[name] = value; };
    for (const on of ["onLCP", "onINP", "onCLS"]) webVitals[on](keep, { reportAllChanges: true, durationThreshold: 16 }); })()`);
}

/** More than a browser's own bars are high. */
const barsPx = 200;

/**
 * A window is made as high as the viewport, bars included: what lies at the viewport's lower edge is outside of it and
 * never presented, and an interaction there would count as lasting until something else is.
 */
export async function showWholeViewport(page: Page): Promise<void> {
  const { width, height } = mobileLab.viewport;
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send("Browser.getWindowForTarget");
  const bounds = { width, height: height + barsPx };
  await session.send("Browser.setWindowBounds", { windowId, bounds });
}

/** What the page measured up to now. */
export async function readVitals(page: Page): Promise<Vitals> {
  // Entries are told a moment after what they are about was painted.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  const { LCP, INP, CLS } = await page.evaluate(() => (globalThis as unknown as Measured).vitals);
  if (LCP === undefined) throw new Error("The page told of no largest paint.");
  return { lcpMs: LCP, inpMs: INP ?? 0, cls: CLS ?? 0 };
}

/** Makes the page's processor slower, and its network when one is given; 1 is as fast as it is. */
export async function slowDown(
  page: Page,
  cpuSlowdown: number,
  network?: typeof mobileLab.network,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown });
  if (network === undefined) return;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", network);
}
