/**
 * Takes the pictures of docs/images from a real conversation on a real stack:
 * `npm run screenshots`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startCloud } from "@parley/local/cloud";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser, readTimeline, say, signUp, type Visitor, visit } from "./browser.ts";

const folder = join(import.meta.dirname, "../../docs/images");
const script: readonly (readonly ["mara" | "ilias", string])[] = [
  ["mara", "Morning. The migration went through overnight, **not a single complaint**."],
  ["ilias", "Then nothing stands between us and lunch."],
  ["ilias", "I looked at the numbers: commits are at 4 ms, deliveries at 11."],
  ["mara", "Only the release notes are left. Draft: https://parley.test/notes"],
  ["ilias", "Reads well. One thing: say that nobody has to do anything."],
  ["mara", "Done. Save me a seat."],
];

const cloud = await startCloud({ web: "build", environment: noLimits });
const browser = await launchBrowser();
try {
  await mkdir(folder, { recursive: true });
  const mara = await visit(browser, cloud, "Mara", { viewport: { width: 1280, height: 720 } });
  const ilias = await visit(browser, cloud, "Ilias", {
    viewport: { width: 360, height: 720 },
    colorScheme: "dark",
  });
  await signUp(cloud, mara);
  await signUp(cloud, ilias);
  await openRooms(mara, ilias);
  let said = 0;
  for (const [who, text] of script) {
    await say(who === "mara" ? mara : ilias, text);
    said += 1;
    for (const visitor of [mara, ilias]) await untilSaid(visitor, said);
  }
  await mara.page.screenshot({ path: join(folder, "room-1280-light.png") });
  await ilias.page.screenshot({ path: join(folder, "room-360-dark.png") });
} finally {
  await browser.close();
  await cloud.stop();
}

async function openRooms(host: Visitor, guest: Visitor): Promise<void> {
  for (const [name, topic] of [
    ["Kitchen", "What is for lunch"],
    ["Releases", "What goes out, and when"],
  ] as const) {
    await host.page.getByRole("link", { name: "New room" }).first().click();
    await host.page.getByLabel("Name").fill(name);
    await host.page.getByLabel("Topic").fill(topic);
    await host.page.getByRole("button", { name: "Create room" }).click();
    await host.page.getByRole("heading", { name }).first().waitFor();
  }
  await guest.page.getByRole("link", { name: "Find a room" }).first().click();
  await guest.page.getByRole("button", { name: "Join Releases" }).click();
  await guest.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
}

async function untilSaid(visitor: Visitor, count: number): Promise<void> {
  while ((await readTimeline(visitor)).length < count) await visitor.page.waitForTimeout(50);
}
