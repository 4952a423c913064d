import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { launchBrowser, openRoom, readTimeline, say, signUp, type Visitor, visit } from "./browser.ts";
import { type Network, startNetwork } from "./network.ts";

/** How long the network is away; `npm run web:outage` takes a whole minute. */
const outageMs = Number(process.env.PARLEY_OUTAGE_MS ?? 6_000);

interface Traveller extends Visitor {
  readonly network: Network;
}

let cloud: Cloud;
let browser: Browser;
let ada: Traveller;
let bob: Traveller;
const networks: Network[] = [];

/** Somebody whose network can be cut, in a window that shows sixty lines at once. */
async function arrive(name: string): Promise<Traveller> {
  const network = await startNetwork(Number(new URL(cloud.websocketUrl).port));
  networks.push(network);
  const viewport = { width: 1280, height: 3_000 };
  const visitor = await visit(browser, cloud, name, { viewport, proxy: network.proxy });
  await network.govern(visitor.page.context());
  await signUp(cloud, visitor);
  return { ...visitor, network };
}

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  [ada, bob] = await Promise.all([arrive("Ada"), arrive("Bob")]);
  await openRoom(ada, "Engine room");
  await join(bob, "Engine room");
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await Promise.all(networks.map((network) => network.close()));
});

async function join({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole("link", { name: "Find a room" }).first().click();
  await page.getByRole("button", { name: `Join ${name}` }).click();
  await page.getByRole("textbox", { name: `Message to ${name}` }).waitFor();
}

/** Waits until everybody shows the same lines, of which none is still on its way. */
async function untilAllRead(people: readonly Visitor[], count: number): Promise<string[]> {
  const read = () =>
    Promise.all(
      people.map(async (person) => ({
        lines: await readTimeline(person),
        open: await person.page.getByText(/^(?:Waiting to send|Sending|Goes out in|Not sent)/).count(),
      })),
    );
  await expect
    .poll(
      async () => {
        const [first, ...others] = await read();
        const same = others.every(({ lines }) => lines.join("\n") === first?.lines.join("\n"));
        return { count: first?.lines.length, same, open: (await read()).some(({ open }) => open > 0) };
      },
      { timeout: 60_000, interval: 250 },
    )
    .toEqual({ count, same: true, open: false });
  return readTimeline(people[0] as Visitor);
}

/** Asks again for as long as a busy machine may need. */
const eventually = { timeout: 20_000, interval: 100 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const twentyOf = (name: string) =>
  Array.from({ length: 20 }, (_, index) => `${name} ${String(index + 1).padStart(2, "0")}`);

describe("a network that is gone for a while", () => {
  it("costs nothing: what both wrote meanwhile is there once, in one order, whoever reloads", async () => {
    const endsAt = Date.now() + outageMs;
    const [adas, bobs] = [twentyOf("Ada"), twentyOf("Bob")];
    ada.network.cut();
    bob.network.cut();
    for (const [index, line] of adas.entries()) {
      await say(ada, line);
      if (index % 2 === 0) await say(bob, bobs[index / 2] ?? "");
    }
    expect((await readTimeline(ada)).filter((line) => line.startsWith("Bob"))).toEqual([]);
    await ada.page.reload();
    for (const line of bobs.slice(10)) await say(bob, line);
    await pause(Math.max(0, endsAt - Date.now()));
    ada.network.mend();
    await pause(500);
    bob.network.mend();
    const lines = await untilAllRead([ada, bob], 40);
    for (const [name, written] of [
      ["Ada", adas],
      ["Bob", bobs],
    ] as const)
      expect(lines.filter((line) => line.startsWith(name))).toEqual(written);
    await ada.page.reload();
    expect(await untilAllRead([ada, bob], 40)).toEqual(lines);
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});

const messages = ({ page }: Visitor) => page.getByRole("region", { name: "Messages" }).getByRole("article");
const lastLine = (person: Visitor) => messages(person).last().innerText();

/** Calls the API as the page itself would. */
function callApi({ page }: Visitor, method: string, path: string, body?: object): Promise<unknown> {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(`/api${where}`, {
        method: how,
        headers: { "content-type": "application/json" },
        ...(what !== undefined && { body: JSON.stringify(what) }),
      });
      if (!answer.ok) throw new Error(`${how} ${where} answered ${answer.status}`);
      return answer.status === 204 ? undefined : answer.json();
    },
    [method, path, body] as const,
  );
}

const roomOf = ({ page }: Visitor) => /rooms\/(rom_\w+)/.exec(page.url())?.[1] ?? "";

/** How often a line stands in the room's history, past every page's own outbox. */
async function countKept(line: string): Promise<number> {
  const path = `/rooms/${roomOf(ada)}/messages?limit=100`;
  const { messages: kept } = (await callApi(ada, "GET", path)) as { messages: { text: string }[] };
  return kept.filter(({ text }) => text === line).length;
}

async function expectOnce(line: string): Promise<void> {
  for (const person of [ada, bob])
    await expect
      .poll(async () => (await readTimeline(person)).filter((read) => read === line).length, eventually)
      .toBe(1);
  await expect.poll(() => countKept(line), eventually).toBe(1);
}

describe("a reload while a message is on its way", () => {
  it("with the service, unanswered: it is there once", async () => {
    bob.network.deafen();
    await say(bob, "sending");
    await expect.poll(() => lastLine(bob), eventually).toMatch(/Sending/);
    await expectOnceElsewhere("sending");
    await bob.page.reload();
    bob.network.mend();
    await expectOnce("sending");
  });

  it("waiting for the network: it says so, and goes out when the network is back", async () => {
    bob.network.cut();
    await say(bob, "waiting");
    await bob.page.reload();
    await expect.poll(() => countKept("waiting")).toBe(0);
    bob.network.mend();
    await expectOnce("waiting");
  });

  it("held by the throttle: it goes out by itself when its time has come", async () => {
    await callApi(ada, "PATCH", `/rooms/${roomOf(ada)}`, { slowModeMs: 6_000 });
    await say(bob, "at once");
    await expectOnce("at once");
    await say(bob, "throttled");
    await expect.poll(() => lastLine(bob), eventually).toMatch(/Goes out in \d/);
    await bob.page.reload();
    await expectOnce("throttled");
    await callApi(ada, "PATCH", `/rooms/${roomOf(ada)}`, { slowModeMs: 0 });
  });

  it("refused: it is still refused, and goes out once when it is tried again and may", async () => {
    const member = `/rooms/${roomOf(ada)}/members/${await idOf(bob.username)}`;
    bob.network.cut();
    await say(bob, "refused");
    await callApi(ada, "PATCH", member, { mutedUntil: new Date(Date.now() + 3_600_000).toISOString() });
    bob.network.mend();
    await expect.poll(() => lastLine(bob), eventually).toMatch(/Not sent/);
    await bob.page.reload();
    await expect.poll(() => lastLine(bob), eventually).toMatch(/refused[^]*Not sent/);
    await expect.poll(() => countKept("refused")).toBe(0);
    await callApi(ada, "PATCH", member, { mutedUntil: null });
    await bob.page.getByRole("button", { name: "Retry" }).click();
    await expectOnce("refused");
  });
});

async function expectOnceElsewhere(line: string): Promise<void> {
  await expect
    .poll(async () => (await readTimeline(ada)).filter((read) => read === line).length, eventually)
    .toBe(1);
}

async function idOf(username: string): Promise<string> {
  const { members } = (await callApi(ada, "GET", `/rooms/${roomOf(ada)}/members`)) as {
    members: { user: { id: string; username: string } }[];
  };
  return members.find(({ user }) => user.username === username)?.user.id ?? "";
}

describe("two tabs of one person", () => {
  it("send each their own, show the same, and the one that stays sends what the closed one left", async () => {
    const second = { ...bob, page: await bob.page.context().newPage() };
    await second.page.setViewportSize({ width: 1280, height: 3_000 });
    await second.page.goto(bob.page.url());
    await second.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    const before = (await readTimeline(bob)).length;
    for (const line of ["one", "two", "three"]) {
      await say(bob, `${line} from the first`);
      await say(second, `${line} from the second`);
    }
    await untilAllRead([ada, bob, second], before + 6);
    bob.network.cut();
    await say(second, "left behind");
    await expect
      .poll(() => lastLine(second), eventually)
      .toMatch(/left behind[^]*(?:Waiting to send|Sending)/);
    await second.page.close();
    bob.network.mend();
    await expectOnce("left behind");
    await untilAllRead([ada, bob], before + 7);
  });
});

describe("a tab that nobody looks at", () => {
  it("tries three times to reconnect, rests, and is back at once when it is seen", async () => {
    await look(bob, "hidden");
    const before = bob.network.attempts;
    const tried = () => bob.network.attempts - before;
    bob.network.tear();
    await expect.poll(tried, { timeout: 40_000 }).toBe(3);
    await pause(8_000);
    expect(tried()).toBe(3);
    bob.network.mend();
    await look(bob, "visible");
    await say(ada, "Are you back?");
    await expect.poll(async () => (await readTimeline(bob)).at(-1), { timeout: 5_000 }).toBe("Are you back?");
  });
});

/** A headless browser hides no tab: the page is told so, as a browser would. */
async function look({ page }: Visitor, state: DocumentVisibilityState): Promise<void> {
  await page.evaluate((next) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => next });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

describe("a slow network", () => {
  it("keeps the writer waiting for nothing: what is written stands there at once, and goes out once", async () => {
    bob.network.slowDown(600);
    await bob.page.reload();
    await bob.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    await say(bob, "slowly");
    await expect.poll(async () => (await readTimeline(bob)).at(-1), { timeout: 1_000 }).toBe("slowly");
    await expectOnce("slowly");
    bob.network.slowDown(0);
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});
