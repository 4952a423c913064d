import { createPerson, createRoom } from "@parley/lab/testing/create-person";
import { seedMessages } from "@parley/lab/testing/seed-messages";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { enter, launchBrowser, readTimeline, say, type Visitor } from "./browser.ts";
import { scrollBack } from "./large-room.ts";

const count = 10_000;
let cloud: Cloud;
let browser: Browser;
let ada: Visitor;

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  const bob = await createPerson(cloud, "Bob");
  ada = await enter(browser, cloud, "Ada", { viewport: { width: 1280, height: 800 } });
  const room = await createRoom(cloud, bob, { name: "Long room", members: [ada.username] });
  await seedMessages(cloud, { room: room.id, users: [bob.user.id], count });
  await ada.page.goto(`/rooms/${room.id}`);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const lastLine = () => readTimeline(ada).then((lines) => lines.at(-1));

describe("a room of 10,000 messages", () => {
  it("opens at its newest, and takes one more", async () => {
    await expect.poll(lastLine).toMatch(/^10000 /);
    await say(ada, "One more.");
    await expect.poll(lastLine).toBe("One more.");
  });

  it("is read back without a pixel of drift and with few elements", async () => {
    // `npm run web:budget` goes on to the first message.
    const seen = await scrollBack(ada.page, 20);
    expect(seen).toMatchObject({ pages: 20, driftPx: 0 });
    expect(seen.elementsMax).toBeLessThanOrEqual(400);
    expect(ada.complaints).toEqual([]);
  });
});
