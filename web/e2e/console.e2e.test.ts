import { createPerson, createRoom } from "@parley/lab/testing/create-person";
import { noLimits } from "@parley/lab/testing/no-limits";
import { PlainSocket } from "@parley/lab/testing/plain-socket";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${cloud.pageUrl}/_local`);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const said = (text: string) => page.locator("#fault", { hasText: text }).waitFor();

describe("the console in a browser", () => {
  it("shows a connection with its frames, and breaks it at a press", async () => {
    const person = await createPerson(cloud);
    const socket = await PlainSocket.open(cloud, person);
    await page.getByRole("cell", { name: person.user.id }).waitFor();
    await socket.answer(socket.send({ action: "ping" }));
    const room = await createRoom(cloud, person);
    socket.send({ action: "message.send", room: room.id, text: "for the console" });
    await page.locator("#rooms summary", { hasText: room.id }).click();
    await page
      .locator("#rooms")
      .getByText(/message\.created .* for the console$/)
      .first()
      .waitFor();
    await page.locator("#frames").getByText('"action":"ping"').first().waitFor();
    await page.getByRole("region", { name: "Inbox" }).getByText("Verify your e-mail address").waitFor();
    await page.getByRole("button", { name: /^Drop connection/ }).click();
    await expect.poll(() => cloud.gateway.connections().length, { timeout: 10_000 }).toBe(0);
    await said("without a close frame");
  });

  it("lets each fault happen, says what it did, and takes it back", async () => {
    for (const [name, begun, over] of [
      ["Lose $disconnect", "lost from now on", "delivered again"],
      ["Throttle", "over the rate now", "pass again"],
      ["Slow Postgres", "slow now", "as quick as it can be"],
    ] as const) {
      const button = page.getByRole("button", { name, exact: true });
      await press(name);
      await said(begun);
      await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
      await press(name);
      await said(over);
      await expect.poll(() => button.getAttribute("aria-pressed")).toBe("false");
    }
    await press("Empty Redis");
    await said("Redis is empty");
  });

  it("starts functions cold on demand", async () => {
    await press("Cold start");
    await said("starts cold");
    expect((await fetch(`${cloud.apiUrl}/health`)).status).toBe(200);
    await page
      .locator("#invocations")
      .getByText(/api {2}\d+ ms {2}cold/)
      .first()
      .waitFor();
  });

  it("fits a telephone, and complains of nothing", async () => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect(complaints).toEqual([]);
  });
});
