import { performance } from "node:perf_hooks";
import { createPerson, createRoom } from "@parley/lab/testing/create-person";
import { seedMessages } from "@parley/lab/testing/seed-messages";
import type { Cloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { enter, say, type Visitor, visit } from "./browser.ts";
import { measureHeap, type ScrollBack, scrollBack } from "./large-room.ts";
import { measureVitals, mobileLab, readVitals, showWholeViewport, slowDown, type Vitals } from "./vitals.ts";

/** How fast the page is, in a real browser on the local cloud. */
export interface PageSpeeds {
  readonly signIn: Vitals;
  readonly room: Vitals;
  readonly visibleMs: number;
  readonly visibleSlowMs: number;
  readonly heapBytes: number;
  readonly scrollBack: ScrollBack;
}

const messages = 10_000;
const rounds = 3;

/** Measures a slow phone's first visit and a room of 10,000 messages; times are the medians of three visits. */
export async function measureSpeeds(browser: Browser, cloud: Cloud): Promise<PageSpeeds> {
  const signIn = await medianOf(() => visitSignIn(browser, cloud));
  const room = await openLargeRoom(browser, cloud);
  const phone = await medianOf(() => visitRoom(browser, cloud, room));
  const { page } = room.reader;
  const visibleMs = await medianOf(async () => ({ ms: await timeRoom(page, room.path, 1) }));
  const visibleSlowMs = await medianOf(async () => ({
    ms: await timeRoom(page, room.path, mobileLab.cpuSlowdown),
  }));
  await timeRoom(page, room.path, 1);
  const seen = await scrollBack(page);
  return {
    signIn,
    room: phone,
    visibleMs: visibleMs.ms,
    visibleSlowMs: visibleSlowMs.ms,
    scrollBack: seen,
    heapBytes: await measureHeap(page),
  };
}

interface LargeRoom {
  readonly path: string;
  readonly reader: Visitor;
}

async function openLargeRoom(browser: Browser, cloud: Cloud): Promise<LargeRoom> {
  const writers = [await createPerson(cloud, "Mara"), await createPerson(cloud, "Ilias")] as const;
  const reader = await enter(browser, cloud, "Ada", { viewport: { width: 1280, height: 800 } });
  const members = [writers[1].username, reader.username];
  const room = await createRoom(cloud, writers[0], { name: "Long room", members });
  const users = writers.map(({ user }) => user.id);
  await seedMessages(cloud, { room: room.id, users, count: messages });
  const path = `/rooms/${room.id}`;
  // What a function takes to start is not what the page takes.
  await timeRoom(reader.page, path, 1);
  return { path, reader };
}

async function visitSignIn(browser: Browser, cloud: Cloud): Promise<Vitals> {
  const visitor = await visit(browser, cloud, "Eve", { viewport: mobileLab.viewport });
  const { page } = visitor;
  await showWholeViewport(page);
  await slowDown(page, mobileLab.cpuSlowdown, mobileLab.network);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail or username").fill("");
  await measureVitals(page);
  await page.getByLabel("E-mail or username").pressSequentially("nobody");
  await page.getByLabel("Password", { exact: true }).pressSequentially("a wrong one");
  await page.getByRole("button", { name: "Show password" }).click();
  const vitals = await readVitals(page);
  await page.context().close();
  return vitals;
}

/** Somebody signed in opens the room by its link with nothing cached, and does what one does there. */
async function visitRoom(browser: Browser, cloud: Cloud, { path, reader }: LargeRoom): Promise<Vitals> {
  const cookies = await reader.page.context().storageState();
  const visitor = await visit(browser, cloud, "Ada", { viewport: mobileLab.viewport, storageState: cookies });
  const { page } = visitor;
  await showWholeViewport(page);
  await slowDown(page, mobileLab.cpuSlowdown, mobileLab.network);
  await page.goto(path);
  const newest = page.getByRole("region", { name: "Messages" }).getByText(`${messages} `);
  await newest.waitFor();
  await measureVitals(page);
  const composer = page.getByRole("textbox", { name: /^Message to/ });
  await composer.pressSequentially("Written letter by letter.");
  await say(visitor, "Said at once.");
  await page.getByRole("article").last().click();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").pressSequentially("long");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: /^Details/ }).click();
  await page.getByRole("link", { name: "Back" }).click();
  await page.getByRole("region", { name: "Messages" }).press("PageUp");
  const vitals = await readVitals(page);
  await page.context().close();
  return vitals;
}

/** From the address to the newest message on the screen, as somebody has it who was here before. */
async function timeRoom(page: Page, path: string, cpuSlowdown: number): Promise<number> {
  await page.goto("/rooms");
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
  await slowDown(page, cpuSlowdown);
  const startedAt = performance.now();
  await page.goto(path, { waitUntil: "commit" });
  await page.getByRole("region", { name: "Messages" }).getByText(`${messages} `).waitFor();
  const tookMs = performance.now() - startedAt;
  await slowDown(page, 1);
  return tookMs;
}

/** Measures some times and answers the median of each figure. */
async function medianOf<Figures extends object>(measure: () => Promise<Figures>): Promise<Figures> {
  const measured: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure());
  const names = Object.keys(measured[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => {
      const sorted = measured.map((figures) => Number(figures[name])).toSorted((one, other) => one - other);
      return [name, sorted[Math.floor(rounds / 2)]];
    }),
  ) as Figures;
}
