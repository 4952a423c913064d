import { randomUUID } from "node:crypto";
import { callApi } from "@parley/lab/testing/call-api";
import type { Page } from "@playwright/test";
import { dialog, failing, heading, type PageState, text } from "./page-state.ts";
import type { Stage } from "./stage.ts";

const accountPath = "/rooms/settings/account";
const exported = "**/api/me/export*";
const download = (page: Page) => page.getByRole("button", { name: "Download" });
const settings = ({ rooms }: Stage) => `/rooms/${rooms.talk}/settings`;

/** What comes in between, what is kept beside the conversation, and what is left when a room is gone. */
export const statesOutOfTurn: readonly PageState[] = [
  {
    name: "inbox of an address",
    who: "stranger",
    path: "/check-inbox",
    open: async (page) => {
      await page.evaluate(() => history.replaceState({ email: "eve@example.test" }, ""));
      await page.reload();
    },
    shown: text("eve@example.test"),
  },
  {
    name: "reset link sent",
    who: "stranger",
    path: "/forgot-password",
    open: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@example.test");
      await page.getByRole("button", { name: /link/ }).click();
    },
    shown: text("the link is on its way."),
  },
  {
    name: "password was reset",
    who: "stranger",
    path: "/sign-in?after=reset",
    shown: text(/password is set/),
  },
  {
    name: "crash",
    breaks: true,
    who: "newcomer",
    path: "/rooms",
    before: (page) =>
      page.route("**/api/rooms", (route) =>
        route.fulfill({ json: { rooms: [{ id: "rom_1", name: null }] } }),
      ),
    shown: heading("Something broke"),
  },
  {
    name: "question about notifications",
    who: "owner",
    path: "/rooms/browse",
    open: beMentioned,
    shown: (page) => page.getByRole("region", { name: "Notifications" }),
  },
  {
    name: "bots with a token",
    who: "owner",
    path: accountPath,
    open: async (page) => {
      await page.getByRole("button", { name: "Tokens of Gauge" }).click();
      await page.getByLabel("What the token is for").fill("The boiler");
      await page.getByRole("button", { name: "Create token" }).click();
    },
    shown: (page) => page.getByLabel("The new token, shown this once"),
  },
  {
    name: "question before a bot is deleted",
    who: "owner",
    path: accountPath,
    open: (page) => page.getByRole("button", { name: "Delete Gauge" }).click(),
    shown: dialog("Delete Gauge?"),
  },
  {
    name: "webhooks",
    who: "owner",
    path: settings,
    before: failHooks,
    open: async (page) => {
      await page.getByLabel("Name that its messages carry").fill("Builds");
      await page.getByRole("button", { name: "Create incoming webhook" }).click();
      await page.getByText("Turned off after it failed too often.").waitFor();
    },
    shown: (page) => page.getByLabel("The new address, shown this once"),
  },
  {
    name: "data on its way",
    who: "owner",
    path: accountPath,
    // Its first page comes, and then nothing more.
    before: (page) =>
      page.route(exported, async (route) => {
        if (route.request().url().includes("after=")) return;
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), next: "more" } });
      }),
    open: (page) => download(page).click(),
    shown: text(/^[1-9]\d* messages so far$/),
  },
  {
    name: "data that was saved",
    who: "owner",
    path: accountPath,
    open: (page) => download(page).click(),
    shown: text(/^parley-\w+\.json was saved/),
  },
  {
    name: "data that cannot be had",
    who: "owner",
    path: accountPath,
    before: failing(exported),
    open: (page) => download(page).click(),
    shown: text(/went wrong on our side/),
  },
  {
    name: "messages that were not sent",
    who: "owner",
    path: "/rooms/unsent",
    before: leaveUnsent,
    shown: text("For a room that is gone."),
  },
  {
    name: "rooms, and messages that were not sent",
    who: "owner",
    path: "/rooms",
    before: leaveUnsent,
    shown: (page) => page.getByRole("link", { name: "2 messages were not sent" }),
  },
  {
    name: "room that is gone, and what was written for it",
    who: "owner",
    path: "/rooms/rom_gone",
    before: leaveUnsent,
    shown: text("For a room that is gone."),
  },
];

/** Has the guest mention the owner in a room that is not open, once the page is connected. */
async function beMentioned(page: Page, { guest, owner, rooms }: Stage): Promise<void> {
  await page.context().grantPermissions(["notifications"]);
  await page.waitForLoadState("networkidle");
  await callApi(new URL("/api", page.url()).href, {
    method: "POST",
    path: `/rooms/${rooms.loud}/messages`,
    token: guest.token,
    body: { id: randomUUID(), text: `Do you hear it, @${owner.username}?` },
  });
}

/** Shows webhooks that fail, as those do whose addresses answer with errors. */
async function failHooks(page: Page): Promise<void> {
  const hook = {
    name: "Archive",
    url: "https://archive.example.test/hooks/parley",
    events: ["message.created"],
  };
  const failed = { failures: 3, lastFailure: "503 Service Unavailable" };
  const hooks = [
    { id: "hok_1", ...hook, ...failed, disabledAt: null },
    { id: "hok_2", ...hook, name: "Ledger", ...failed, disabledAt: new Date().toISOString() },
  ];
  await page.route("**/hooks/outgoing", (route) => route.fulfill({ json: { hooks } }));
}

/** Leaves messages in the page's outbox, refused because their room was gone. */
async function leaveUnsent(page: Page): Promise<void> {
  if (page.url() === "about:blank") throw new Error("Nobody is signed in on this page.");
  await page.evaluate(async () => {
    const { user } = await (await fetch("/api/me")).json();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("parley", 1);
      opening.addEventListener("success", () => resolve(opening.result));
      opening.addEventListener("error", () => reject(opening.error));
    });
    const entries = db.transaction("entries", "readwrite").objectStore("entries");
    const texts = [
      "For a room that is gone.",
      `A longer one, of **two**\nlines. ${"And words to fill it. ".repeat(9)}`,
    ];
    for (const [order, said] of texts.entries()) {
      entries.put({
        id: `unsent-${order}`,
        room: "rom_gone",
        user: user.id,
        text: said,
        createdAt: Date.UTC(2026, 0, 2, 11, 47 + order),
        order,
        owner: "a tab that is closed",
        failure: { code: "not_found", message: "" },
      });
    }
    await new Promise((resolve) => entries.transaction.addEventListener("complete", resolve));
    db.close();
  });
}
