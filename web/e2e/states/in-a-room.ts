import type { Page } from "@playwright/test";
import { dialog, failing, focusMessage, heading, type PageState, text } from "./page-state.ts";
import type { Stage } from "./stage.ts";

const talk = ({ rooms }: Stage) => `/rooms/${rooms.talk}`;
const details = ({ rooms }: Stage) => `/rooms/${rooms.talk}/details`;
const settings = ({ rooms }: Stage) => `/rooms/${rooms.talk}/settings`;
const composer = (page: Page) => page.getByRole("textbox", { name: /^Message to/ });
const lastWord = (page: Page) =>
  page.getByRole("region", { name: "Messages" }).getByText("The last word.").first();
const owner = { who: "owner", path: talk } as const;

async function pressOnMessage(page: Page, key: string): Promise<void> {
  await focusMessage(page);
  await page.keyboard.press(key);
}

async function openGuest(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Ilias Tester/ }).click();
}

/** A room: what was said, what can be done with it, and who is there. */
export const statesInARoom: readonly PageState[] = [
  { name: "room", ...owner, shown: lastWord },
  {
    name: "message actions",
    ...owner,
    open: focusMessage,
    shown: (page) => page.getByRole("group", { name: "Message actions" }),
  },
  {
    name: "reactions to choose from",
    ...owner,
    open: (page) => pressOnMessage(page, "+"),
    shown: (page) => page.getByRole("group", { name: "React" }),
  },
  {
    name: "emoji",
    ...owner,
    open: async (page) => {
      await pressOnMessage(page, "+");
      await page.getByRole("button", { name: "More reactions" }).click();
      await page.getByRole("dialog").getByRole("gridcell").first().waitFor();
    },
    shown: dialog("Choose a reaction"),
  },
  { name: "reply", ...owner, open: (page) => pressOnMessage(page, "r"), shown: text("Replying to") },
  { name: "edit", ...owner, open: (page) => pressOnMessage(page, "e"), shown: text("Editing your message") },
  {
    name: "question before a deletion",
    ...owner,
    open: (page) => pressOnMessage(page, "Delete"),
    shown: dialog("Delete this message?"),
  },
  {
    name: "mention being completed",
    ...owner,
    open: async (page) => {
      await composer(page).fill("");
      await composer(page).pressSequentially("@il");
    },
    shown: (page) => page.getByRole("listbox"),
  },
  {
    name: "text that is too long",
    ...owner,
    open: (page) => composer(page).fill("word ".repeat(1_700)),
    shown: text(/characters too many/),
  },
  {
    name: "a message that waits, offline",
    ...owner,
    open: async (page, stage) => {
      await composer(page).fill("");
      await lastWord(page).waitFor();
      await page.context().setOffline(true);
      await composer(page).fill("Kept for later.");
      await composer(page).press("Enter");
      await page.getByText("Waiting to send").first().waitFor();
      await page.getByText("You are offline.").first().waitFor();
      void stage;
    },
    shown: text("Waiting to send"),
  },
  {
    name: "room details",
    who: "owner",
    path: details,
    shown: (page) => page.getByRole("button", { name: "Add people" }),
  },
  {
    name: "adding people",
    who: "owner",
    path: details,
    open: async (page) => {
      await page.getByRole("button", { name: "Add people" }).click();
      await page.getByRole("dialog").getByRole("searchbox").fill("nell");
      await page
        .getByRole("button", { name: /^Add Nell/ })
        .first()
        .waitFor();
    },
    shown: dialog("Add people"),
  },
  { name: "a person", who: "owner", path: details, open: openGuest, shown: dialog("Ilias Tester") },
  {
    name: "question before a ban",
    who: "owner",
    path: details,
    open: async (page) => {
      await openGuest(page);
      await page.getByRole("button", { name: "Ban from the room" }).click();
    },
    shown: dialog("Ban Ilias Tester from the room?"),
  },
  {
    name: "leaving",
    who: "owner",
    path: details,
    open: (page) => page.getByRole("button", { name: "Leave room" }).click(),
    shown: dialog("Leave room"),
  },
  {
    name: "room settings",
    who: "owner",
    path: settings,
    open: (page) => page.getByText("banned ").first().waitFor(),
    shown: (page) => page.getByRole("heading", { name: "Invitation links" }),
  },
  {
    name: "deleting a room",
    who: "owner",
    path: settings,
    open: async (page) => {
      await page.getByRole("button", { name: "Delete room" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete room" }).click();
    },
    shown: text("This is not the room's name."),
  },
  {
    name: "empty room",
    who: "owner",
    path: ({ rooms }) => `/rooms/${rooms.empty}`,
    shown: (page) => page.getByRole("main").getByText("Nothing said yet."),
  },
  {
    name: "archived room",
    who: "owner",
    path: ({ rooms }) => `/rooms/${rooms.archived}`,
    shown: text("This room is archived."),
  },
  {
    name: "room in which one is muted",
    who: "owner",
    path: ({ rooms }) => `/rooms/${rooms.loud}`,
    shown: text("You are muted in this room until"),
  },
  {
    name: "room before its door",
    who: "owner",
    path: ({ rooms }) => `/rooms/${rooms.others}`,
    shown: (page) => page.getByRole("button", { name: "Join" }),
  },
  {
    name: "room that is not there",
    who: "owner",
    path: "/rooms/rom_nowhere",
    shown: heading("No such room"),
  },
  {
    name: "history that cannot be had",
    ...owner,
    before: failing("**/api/rooms/*/messages*"),
    shown: (page) => page.getByRole("button", { name: "Try again" }),
  },
  {
    name: "members who cannot be had",
    who: "owner",
    path: details,
    before: failing("**/api/rooms/*/members*"),
    shown: (page) => page.getByRole("button", { name: "Try again" }).first(),
  },
];
