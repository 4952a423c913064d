import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openRoom, say, signUp, type Visitor, visit } from "./browser.ts";

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

beforeAll(async () => {
  const environment = { LIMIT_MESSAGES: "unlimited" };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  eve = await visit(browser, cloud, "Eve", { viewport: { width: 1280, height: 2400 } });
  await signUp(cloud, eve);
  await openRoom(eve, "<img src=x onerror=window.hacked=1>");
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

describe("text that means harm", () => {
  it("is shown, and neither runs, loads nor leads anywhere", async () => {
    const foreign: string[] = [];
    eve.page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(cloud.pageUrl) && !/^(?:data|blob):/.test(url)) foreign.push(url);
    });
    const messages = eve.page.getByRole("region", { name: "Messages" });
    for (const [index, text] of corpus.entries()) {
      await say(eve, text);
      await expect.poll(() => messages.getByRole("article").count(), { timeout: 15_000 }).toBe(index + 1);
    }
    await eve.page.reload();
    await expect.poll(() => messages.getByRole("article").count(), { timeout: 15_000 }).toBe(corpus.length);
    const found = await messages.evaluate((list) => ({
      elements: list.querySelectorAll("script, img, iframe, style, base, form, details, object, embed")
        .length,
      handlers: [...list.querySelectorAll("*")].flatMap((element) =>
        element.getAttributeNames().filter((name) => name.startsWith("on")),
      ),
      links: [...list.querySelectorAll("a")].map((link) => link.href),
    }));
    expect(found).toEqual({ elements: 0, handlers: [], links: ["https://evil.example/track.png"] });
    expect(await eve.page.evaluate(() => "hacked" in window)).toBe(false);
    expect(foreign.filter((url) => !url.startsWith("ws:"))).toEqual([]);
    expect(eve.complaints).toEqual([]);
  });
});
