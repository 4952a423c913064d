import type { Page } from "@playwright/test";
import { heading, type PageState, text } from "./page-state.ts";
import type { Stage } from "./stage.ts";

const composer = (page: Page) => page.getByRole("textbox", { name: /^Message to/ });
const lastWord = text(/^مرحبا/);

async function sayThere(page: Page): Promise<void> {
  await lastWord(page).waitFor();
  await composer(page).fill("A word that meets trouble.");
  await composer(page).press("Enter");
}

const full = ({ rooms }: Stage) => `/rooms/${rooms.full}`;
const there = { who: "owner", path: full } as const;

/** What pages look like at their fullest and in trouble: in a room of long names. */
export const statesSeldomSeen: readonly PageState[] = [
  { name: "verified", who: "stranger", path: "/verify-email", shown: heading(/./) },
  {
    name: "rooms with much unread",
    who: "owner",
    path: "/rooms",
    before: swell,
    shown: (page) => page.getByRole("navigation", { name: "Rooms" }).getByRole("listitem").first(),
  },
  { name: "full room, unread", ...there, before: swell, shown: lastWord },
  { name: "full room", ...there, shown: lastWord },
  {
    name: "full room, its beginning",
    ...there,
    open: async (page) => {
      await lastWord(page).waitFor();
      await page.getByRole("region", { name: "Messages" }).evaluate((region) => {
        region.scrollTop = 0;
      });
    },
    shown: text("a quotation"),
  },
  {
    name: "full room, details",
    who: "owner",
    path: (stage) => `${full(stage)}/details`,
    shown: (page) => page.getByRole("button", { name: "Leave room" }),
  },
  {
    name: "a connection that is away",
    ...there,
    before: (page) => page.route("**/ws-ticket", (route) => route.abort()),
    shown: text(/^Connection lost/),
  },
  {
    name: "a message that waits its turn",
    ...there,
    before: refusing({ code: "rate_limited", retryable: true, retryAfterMs: 12_000 }),
    open: sayThere,
    shown: text(/^Goes out in/),
  },
  {
    name: "a message that failed",
    ...there,
    before: refusing({ code: "forbidden", retryable: false }),
    open: sayThere,
    shown: (page) => page.getByRole("button", { name: "Retry" }).first(),
  },
  { name: "somebody writes", ...there, before: showTyping, shown: text(/is writing|is typing/) },
];

/** Has every room of the list be full of what was not read. */
async function swell(page: Page): Promise<void> {
  await page.route(/\/api\/rooms(?:\?.*)?$/, async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch();
    const answer: { rooms: object[] } = await response.json();
    const rooms = answer.rooms.map((room, index) => ({
      ...room,
      unread: index === 0 ? 12_345 : 7 * index,
      mentions: index % 2 === 0 ? 3 : 0,
    }));
    return route.fulfill({ response, json: { ...answer, rooms } });
  });
}

/** Has what is sent over the page's socket be refused. */
function refusing(error: object): (page: Page) => Promise<unknown> {
  return (page) =>
    page.routeWebSocket(/./, (socket) => {
      const service = socket.connectToServer();
      socket.onMessage((frame) => {
        const { action, id } = JSON.parse(String(frame));
        if (action !== "message.send") service.send(frame);
        else socket.send(JSON.stringify({ type: "error", id, message: "", requestId: "req-1", ...error }));
      });
    });
}

/** Has somebody write, for as long as one looks. */
function showTyping(page: Page, { guest, rooms }: Stage): Promise<unknown> {
  return page.routeWebSocket(/./, (socket) => {
    const service = socket.connectToServer();
    service.onMessage((frame) => {
      socket.send(frame);
      const until = new Date(Date.now() + 60_000).toISOString();
      if (JSON.parse(String(frame)).type === "subscribed") {
        socket.send(JSON.stringify({ type: "typing", room: rooms.full, user: guest.user.id, until }));
      }
    });
  });
}
