import { createChat } from "@parley/client";
import { callApi } from "@parley/lab/testing/call-api";
import { createPerson } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, CDPSession, Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { enter, launchBrowser, openRoom, say, type Visitor } from "./browser.ts";
import { findMisfits } from "./find-misfits.ts";

/** What would run, load or lead somewhere, were any of it taken for more than text. */
const corpus = [
  "<script>window.hacked = 1</script>",
  '<img src="/x" onerror="window.hacked = 1">',
  "<svg onload=window.hacked=1>",
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  "[press](javascript:window.hacked=1)",
  "[press](JaVaScRiPt&#58;window.hacked=1)",
  "[press](data:text/html,<script>window.hacked=1</script>)",
  "![picture](https://evil.example/track.png)",
  "<a href='javascript:window.hacked=1'>press</a>",
  "[bank](https://bank.example@evil.example/)",
  '<style>*{display:none}</style><base href="//evil.example">',
  "`</code><script>window.hacked = 1</script>`",
  "```\n</pre><script>window.hacked = 1</script>\n```",
  '"><form action=//evil.example><button>press</button></form>',
  "@<b onmouseover=window.hacked=1>ada</b>",
  "\u202Egnp.exe <details open ontoggle=window.hacked=1>",
  "[press](vbscript:window.hacked=1) <javascript:window.hacked=1>",
  "[press](\u200Bjavascript:window.hacked=1) [press](java\u00ADscript:window.hacked=1)",
  "&lt;script&gt;window.hacked = 1&lt;/script&gt; &#60;img src=/x onerror=window.hacked=1&#62;",
  "[press](&#x6a;avascript&colon;window.hacked=1 'onclick=window.hacked=1')",
];

/** The end of an isolate, an override of direction, no width, and a beginning: what could turn or hide the text beside it. */
const turned = "\u2069\u202Enimda\u200B\u2066";

/** What could take a page's time, or more room than there is. */
const bombs = [
  "*".repeat(7_999),
  `${"*a ".repeat(1_300)}word${" a*".repeat(1_300)}`,
  `${">".repeat(2_000)} word`,
  `${"- ".repeat(2_000)}word`,
  "__a__".repeat(1_599),
  "`~[!<&".repeat(1_300),
  `\`${"W".repeat(2_000)}\` ${"W".repeat(2_000)} https://a.example/${"W".repeat(2_000)}`,
  `- ${"W".repeat(500)}\n> - > - > - > - > ${"W".repeat(500)}`,
  `\`\`\`\n${"W".repeat(2_000)}\n\`\`\``,
  `${turned} ${"\u200B".repeat(2_000)} ${"a\u0301\u0302\u0303\u0304\u0305".repeat(300)} passwd`,
];

/** Has the browser tell of what happens, as if the person looked elsewhere, and notes what it tells. */
async function tellElsewhere(page: Page): Promise<void> {
  await page.context().grantPermissions(["notifications"]);
  await page.evaluate(() => {
    localStorage.setItem("parley.notices", "on");
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    const told: { title: string; body: string }[] = [];
    const Browsers = Notification;
    class Noted extends Browsers {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.push({ title: this.title, body: this.body });
      }
    }
    Object.assign(window, { Notification: Noted, told });
  });
}

function readTold(page: Page): Promise<unknown> {
  return page.evaluate(() => (window as unknown as { told: unknown }).told);
}

const adminEmail = "mallory@example.test";
let cloud: Cloud;
let browser: Browser;
let eve: Visitor & { readonly id: string };
const foreign: string[] = [];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: { ...noLimits, ADMIN_EMAIL: adminEmail } }),
    launchBrowser(),
  ]);
  eve = await enter(browser, cloud, "Eve", { viewport: { width: 1280, height: 2400 } });
  eve.page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(cloud.pageUrl) && !/^(?:data|blob|ws):/.test(url)) foreign.push(url);
  });
  await openRoom(eve, "<img src=x onerror=window.hacked=1>");
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const live =
  "script:not([src]), img, iframe, style:not([data-vite]), base, details, object, embed, form[action]";

/** What of a part of the page would run, load or lead away. */
function findLive(part: Locator) {
  return part.evaluate(
    (element, selector) => ({
      elements: [...element.querySelectorAll(selector)].map(({ outerHTML }) => outerHTML),
      handlers: [...element.querySelectorAll("*")].flatMap((child) =>
        child.getAttributeNames().filter((name) => name.startsWith("on")),
      ),
      links: [...element.querySelectorAll("a")].map(({ href }) => href),
    }),
    live,
  );
}

/** Looks over the whole page: nothing on it is alive, no link leads elsewhere, and nothing has run or was fetched. */
async function expectInert(): Promise<void> {
  const { elements, handlers, links } = await findLive(eve.page.locator("body"));
  expect({ elements, handlers }).toEqual({ elements: [], handlers: [] });
  expect(links.filter((link) => !link.startsWith(cloud.pageUrl) && link !== onlyLink)).toEqual([]);
  expect(await eve.page.evaluate(() => "hacked" in window)).toBe(false);
  expect(foreign).toEqual([]);
  expect(eve.complaints).toEqual([]);
}

/** How long the page's main thread has worked, in its own time: another process on the machine costs none of it. */
async function readBusySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** Nothing is wider than what holds it, and turned text stays by itself. */
async function expectToFit(page: Page): Promise<void> {
  await expect.poll(() => findMisfits(page)).toEqual({ wide: [], loose: [] });
}

/** The picture that is none: its address is a link like any other. */
const onlyLink = "https://evil.example/track.png";

describe("text that means harm", () => {
  it("[SEC18] in messages is shown, and neither runs, loads nor leads anywhere", async () => {
    const { page } = eve;
    // High enough for all of them: what lies beyond the window is not drawn, and is not looked over.
    await page.setViewportSize({ width: 1280, height: 4_800 });
    const messages = page.getByRole("region", { name: "Messages" });
    const composer = page.getByRole("textbox", { name: /^Message to/ });
    for (const text of corpus) {
      await say(eve, text);
      await expect.poll(() => composer.inputValue()).toBe("");
    }
    const kept = `/rooms/${page.url().split("/").at(-1)}/messages?limit=100`;
    const readKept = () =>
      page.evaluate(async (path) => {
        const answer: { messages: { text: string }[] } = await (await fetch(`/api${path}`)).json();
        return answer.messages.map(({ text }) => text);
      }, kept);
    await expect.poll(readKept).toEqual(corpus);
    await page.reload();
    await expect.poll(() => messages.getByRole("article").count()).toBe(corpus.length);
    await expect.poll(() => findLive(messages)).toEqual({ elements: [], handlers: [], links: [onlyLink] });
    expect(
      await messages.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("rel"))),
    ).toEqual([expect.stringContaining("noopener")]);
    await expectInert();
    await page.setViewportSize({ width: 1280, height: 2_400 });
  });

  it("[SEC18] as names of rooms and people, as topics and as names of bots and hooks, is text wherever it is shown", async () => {
    const { page } = eve;
    const owner = await createPerson(cloud, "Mallory");
    const call = async (method: string, path: string, body: object) => {
      const answer = await callApi(cloud.apiUrl, { method, path, token: owner.token, body });
      expect({ path, ok: answer.status < 300 }).toEqual({ path, ok: true });
      return answer.body;
    };
    const markup = "<svg onload=window.hacked=1>";
    const link = "[x](javascript:window.hacked=1)";
    await call("POST", "/auth/update-user", { name: markup, lastName: link });
    const name = `${markup}${link}`;
    const facts = {
      name,
      topic: `<img src=//evil.example onerror=window.hacked=1> ${link} file:///etc/passwd`,
      visibility: "public",
    };
    // One of two: where rooms are offered, her own are not.
    await call("POST", "/rooms", facts);
    const { room } = (await call("POST", "/rooms", { ...facts, members: [eve.username] })) as {
      room: { id: string };
    };
    await call("POST", `/rooms/${room.id}/hooks/incoming`, { name: markup });
    const said = (await call("POST", `/rooms/${room.id}/messages`, {
      id: "hostile-1",
      text: `@${eve.username} file:///etc/passwd javascript:alert(1) [me](file:///etc/passwd)`,
    })) as { message: { id: string } };
    await call("POST", `/rooms/${room.id}/messages`, {
      id: "hostile-2",
      text: `${markup} **${link}** passwd`,
      replyTo: said.message.id,
    });
    const paths = ["details", "settings"].map((part) => `/rooms/${room.id}/${part}`);
    for (const path of [`/rooms/${room.id}`, ...paths, "/rooms/browse", "/rooms/search?q=passwd"]) {
      await page.goto(path);
      await page
        .getByRole("main")
        .getByText(/svg onload|passwd/)
        .filter({ visible: true })
        .first()
        .waitFor();
      await expectInert();
    }
    // Where somebody's name is said aloud, in titles and in dialogs as well.
    await page.goto(`/rooms/${room.id}`);
    await expect.poll(() => page.title()).toContain(markup);
    await page.getByRole("article").getByRole("button", { name: markup }).first().click();
    await page.getByRole("dialog").getByText(`@${owner.username}`).waitFor();
    await expectInert();
    await page.keyboard.press("Escape");
    // Where somebody is said to write, and where one answers them.
    const chat = createChat({ apiUrl: cloud.apiUrl, token: owner.token });
    chat.open(room.id);
    chat.connect();
    const isUp = () => chat.connection.getSnapshot().status;
    await expect.poll(isUp).toBe("online");
    await expect
      .poll(() => {
        chat.typing(room.id);
        return page.getByText(/is writing$/).count();
      })
      .toBe(1);
    await expectInert();
    await page.getByRole("article").last().focus();
    await page.keyboard.press("r");
    await page.getByText(`Replying to ${markup}`).waitFor();
    await expectInert();
    // What the browser tells while one looks elsewhere.
    await tellElsewhere(page);
    await call("POST", `/rooms/${room.id}/messages`, {
      id: "hostile-3",
      text: `**@${eve.username}** ${markup} ${link} &lt;b&gt; \u202Egnp`,
    });
    await expect
      .poll(() => readTold(page))
      .toEqual([{ title: name, body: `@${eve.username} ${markup} ${link} &lt;b&gt; \u202Egnp` }]);
    await expectInert();
    chat.close();
  });

  it("[SEC18] as long, as deep or as turned around as it can be, neither stops a page nor breaks its layout", async () => {
    const { page } = eve;
    const { token } = await createPerson(cloud, "Mallory", adminEmail);
    const call = async (path: string, body: object | undefined, method = "POST") => {
      type Answer = { room: { id: string }; messages: { id: string }[] };
      const answer = await callApi<Answer>(cloud.apiUrl, { method, path, token, body });
      expect({ path, ok: answer.status < 300 }).toEqual({ path, ok: true });
      return answer.body;
    };
    await call(`/admin/users/${eve.id}/role`, { role: "admin" }, "PUT");
    await call("/auth/update-user", { name: turned, lastName: "W".repeat(60) });
    const facts = { name: "W".repeat(80), topic: `${turned}${"W".repeat(200)}`, visibility: "public" };
    // One of two: where rooms are offered, her own are not.
    await call("/rooms", facts);
    const { room } = await call("/rooms", { ...facts, members: [eve.username] });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`/rooms/${room.id}`);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const articles = page.getByRole("article");
    await page.getByText("Nothing said yet.").waitFor();
    for (const [index, text] of bombs.entries()) {
      const before = await readBusySeconds(session);
      await call(`/rooms/${room.id}/messages`, { id: `bomb-${index}`, text });
      await expect.poll(() => articles.count(), { timeout: 15_000 }).toBeGreaterThan(index);
      const seconds = (await readBusySeconds(session)) - before;
      expect(seconds, `for ${text.slice(0, 12)}`).toBeLessThan(1);
    }
    await expectToFit(page);
    const { messages } = await call(`/rooms/${room.id}/messages?limit=1`, undefined, "GET");
    const answer = { id: "bomb-answer", text: `${turned} passwd`, replyTo: messages[0]?.id };
    await call(`/rooms/${room.id}/messages`, answer);
    await articles
      .last()
      .getByRole("button", { name: /In reply to/ })
      .waitFor();
    await articles.last().focus();
    await page.keyboard.press("r");
    await page.getByText(/^Replying to/).waitFor();
    await expectToFit(page);
    const rooms = [`${room.id}/details`, "search?q=passwd", "browse"];
    const administration = ["admin", "admin/rooms"];
    for (const path of [...rooms, ...administration]) {
      await page.goto(`/rooms/${path}`);
      await page
        .getByText(/WWWW|passwd/)
        .filter({ visible: true })
        .first()
        .waitFor();
      await expectToFit(page);
    }
    expect(eve.complaints).toEqual([]);
  });

  it.each(["<b>ada</b>", 'ada" onload="x', "javascript:ada"])(
    "[SEC18] is no username: %s",
    async (username) => {
      const body = {
        name: "A",
        lastName: "B",
        username,
        email: "x@example.test",
        password: "a long walk home",
      };
      const answer = await callApi(cloud.apiUrl, { method: "POST", path: "/auth/sign-up/email", body });
      expect(answer.status).toBe(400);
    },
  );
});
