import { callApi } from "@parley/lab/testing/call-api";
import { createPerson } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Locator } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { enter, launchBrowser, openRoom, say, type Visitor } from "./browser.ts";

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
];

let cloud: Cloud;
let browser: Browser;
let eve: Visitor;
const foreign: string[] = [];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
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

/** The picture that is none: its address is a link like any other. */
const onlyLink = "https://evil.example/track.png";

describe("text that means harm", () => {
  it("[SEC18] in messages is shown, and neither runs, loads nor leads anywhere", async () => {
    const messages = eve.page.getByRole("region", { name: "Messages" });
    for (const [index, text] of corpus.entries()) {
      await say(eve, text);
      await expect.poll(() => messages.getByRole("article").count(), { timeout: 15_000 }).toBe(index + 1);
    }
    await eve.page.reload();
    await expect.poll(() => messages.getByRole("article").count(), { timeout: 15_000 }).toBe(corpus.length);
    expect(await findLive(messages)).toEqual({ elements: [], handlers: [], links: [onlyLink] });
    expect(
      await messages.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("rel"))),
    ).toEqual([expect.stringContaining("noopener")]);
    await expectInert();
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
    const { room } = (await call("POST", "/rooms", {
      name: `${markup}${link}`,
      topic: `<img src=//evil.example onerror=window.hacked=1> ${link} file:///etc/passwd`,
      visibility: "public",
      members: [eve.username],
    })) as { room: { id: string } };
    await call("POST", `/rooms/${room.id}/hooks/incoming`, { name: markup });
    await call("POST", `/rooms/${room.id}/messages`, {
      id: "hostile-1",
      text: `@${eve.username} file:///etc/passwd javascript:alert(1) [me](file:///etc/passwd)`,
    });
    const paths = ["details", "settings"].map((part) => `/rooms/${room.id}/${part}`);
    for (const path of [`/rooms/${room.id}`, ...paths, "/rooms/browse", "/rooms/search?q=passwd"]) {
      await page.goto(path);
      await page
        .getByText(/svg onload|passwd/)
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
