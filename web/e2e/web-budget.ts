/**
 * Weighs the built page and measures it in Chromium, on the local cloud, against its budget: `npm run web:budget`.
 * Prints one table and ends with 1 when a figure is over what it may be.
 */
import { join } from "node:path";
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser } from "./browser.ts";
import { type BundleSizes, sizesMax, weighBundle } from "./bundle-sizes.ts";
import { describeFigure, type Figure, isOver } from "./figure.ts";
import { measureSpeeds, type PageSpeeds } from "./page-speeds.ts";

const cloud = await startCloud({ web: "build", environment: noLimits });
const browser = await launchBrowser();
try {
  const sizes = await weighBundle(join(import.meta.dirname, "../dist"));
  const figures = [...sizeFigures(sizes), ...speedFigures(await measureSpeeds(browser, cloud))];
  process.stdout.write(`${figures.map(describeFigure).join("\n")}\n`);
  if (figures.some(isOver)) process.exitCode = 1;
} finally {
  await browser.close();
  await cloud.stop();
}

function sizeFigures(sizes: BundleSizes): Figure[] {
  const names: Record<keyof BundleSizes, string> = {
    signIn: "sign-in, scripts",
    room: "room, scripts",
    everything: "all scripts of one language",
    css: "sheets",
    fonts: "fonts",
  };
  return (Object.keys(names) as (keyof BundleSizes)[]).map((part) => ({
    name: names[part],
    value: sizes[part] / 1_000,
    max: sizesMax[part] / 1_000,
    unit: "kB",
    digits: 1,
  }));
}

function speedFigures(speeds: PageSpeeds): Figure[] {
  const vitals = (["signIn", "room"] as const).flatMap((part): Figure[] => {
    const page = part === "signIn" ? "sign-in" : "room";
    const { lcpMs, inpMs, cls } = speeds[part];
    return [
      { name: `${page}, slow phone: largest paint`, value: lcpMs, max: 2_000, unit: "ms" },
      { name: `${page}, slow phone: slowest interaction`, value: inpMs, max: 150, unit: "ms" },
      { name: `${page}, slow phone: layout shift`, value: cls, max: 0.05, unit: "", digits: 3 },
    ];
  });
  const { scrollBack } = speeds;
  return [
    ...vitals,
    { name: "10,000 messages: visible", value: speeds.visibleMs, max: 1_500, unit: "ms" },
    { name: "10,000 messages: visible, slow processor", value: speeds.visibleSlowMs, max: 3_500, unit: "ms" },
    { name: "10,000 messages: elements of the list", value: scrollBack.elementsMax, max: 400, unit: "" },
    {
      name: "10,000 messages: heap, all of it read",
      value: speeds.heapBytes / 1e6,
      max: 40,
      unit: "MB",
      digits: 1,
    },
    {
      name: `drift while ${scrollBack.pages} pages were put before`,
      value: scrollBack.driftPx,
      max: 0,
      unit: "px",
    },
  ];
}
