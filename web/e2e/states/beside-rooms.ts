import type { Page } from "@playwright/test";
import { dialog, failing, heading, type PageState, text } from "./page-state.ts";

const retry = (page: Page) => page.getByRole("button", { name: "Try again" }).first();
const searchFor = (words: string) => (page: Page) => page.getByRole("searchbox").fill(words);

/** Lists, forms and settings beside the rooms. */
export const statesBesideRooms: readonly PageState[] = [
  {
    name: "rooms",
    who: "owner",
    path: "/rooms",
    shown: (page) => page.getByRole("link", { name: /Engine room/ }),
  },
  {
    name: "no rooms yet",
    who: "newcomer",
    path: "/rooms",
    shown: (page) => page.getByRole("link", { name: /Find a room|New room/ }).last(),
  },
  {
    name: "rooms that cannot be had",
    who: "owner",
    path: "/rooms",
    before: failing("**/api/rooms"),
    shown: retry,
  },
  {
    name: "switcher",
    who: "owner",
    path: "/rooms/browse",
    open: async (page) => {
      await heading("Find a room")(page).waitFor();
      await page.keyboard.press("Control+k");
    },
    shown: (page) => page.getByRole("combobox", { name: "Go to a room or person" }),
  },
  {
    name: "keys",
    who: "owner",
    path: "/rooms/browse",
    open: async (page) => {
      await heading("Find a room")(page).waitFor();
      await page.keyboard.press("Control+/");
    },
    shown: dialog("Keyboard"),
  },
  { name: "new room", who: "owner", path: "/rooms/new", shown: heading("New room") },
  {
    name: "new room with faults",
    who: "owner",
    path: "/rooms/new",
    open: (page) => page.getByRole("button", { name: "Create room" }).click(),
    shown: text("Fill this in."),
  },
  {
    name: "open rooms",
    who: "owner",
    path: "/rooms/browse",
    shown: (page) => page.getByRole("button", { name: "Join Signal flags" }),
  },
  {
    name: "open rooms, none found",
    who: "owner",
    path: "/rooms/browse",
    open: searchFor("nothing like it"),
    shown: text("No room of that name."),
  },
  {
    name: "open rooms that cannot be had",
    who: "owner",
    path: "/rooms/browse",
    before: failing("**/api/rooms/public*"),
    shown: retry,
  },
  {
    name: "direct messages",
    who: "owner",
    path: ({ rooms }) => `/rooms/${rooms.direct}`,
    shown: text("Between the two of us."),
  },
  { name: "people", who: "owner", path: "/rooms/people", shown: text("Type the beginning of a name.") },
  {
    name: "people found",
    who: "owner",
    path: "/rooms/people",
    open: searchFor("ilias"),
    shown: (page) => page.getByRole("button", { name: /^Write to Ilias/ }),
  },
  {
    name: "nobody found",
    who: "owner",
    path: "/rooms/people",
    open: searchFor("zzzz"),
    shown: text("Nobody of that name."),
  },
  {
    name: "people who cannot be had",
    who: "owner",
    path: "/rooms/people",
    before: failing("**/api/users?*"),
    open: searchFor("ilias"),
    shown: text(/went wrong on our side/),
  },
  { name: "search", who: "owner", path: "/rooms/search", shown: text("Type a word or two.") },
  {
    name: "messages found",
    who: "owner",
    path: "/rooms/search?q=word",
    shown: (page) => page.getByRole("list", { name: "Messages found" }),
  },
  {
    name: "no messages found",
    who: "owner",
    path: "/rooms/search?q=zeppelin",
    shown: text("Nothing was said about that."),
  },
  {
    name: "search that cannot be had",
    who: "owner",
    path: "/rooms/search?q=word",
    before: failing("**/api/search*"),
    shown: text(/went wrong on our side/),
  },
  {
    name: "invitation",
    who: "owner",
    path: ({ invite }) => `/invite/${invite}`,
    shown: (page) => page.getByRole("button", { name: "Join the room" }),
  },
  {
    name: "invitation that holds no more",
    who: "owner",
    path: "/invite/nothing-of-the-kind",
    open: (page) => page.getByRole("button", { name: "Join the room" }).click(),
    shown: heading("This link does not work any more"),
  },
  {
    name: "settings of this device",
    who: "owner",
    path: "/rooms/settings",
    shown: (page) => page.getByRole("button", { name: "Sign out" }),
  },
  { name: "account", who: "owner", path: "/rooms/settings/account", shown: text("this device") },
  {
    name: "deleting an account",
    who: "owner",
    path: "/rooms/settings/account",
    open: (page) => page.getByRole("button", { name: "Delete account" }).click(),
    shown: dialog("Delete your account?"),
  },
  {
    name: "no such page, signed in",
    who: "owner",
    path: "/rooms/search/nothing/here",
    shown: heading("Nothing here"),
  },
  {
    name: "administration, for others",
    who: "owner",
    path: "/rooms/admin",
    shown: heading("For administrators"),
  },
  {
    name: "administration: people",
    who: "admin",
    path: "/rooms/admin",
    shown: (page) => page.getByRole("button", { name: /^Manage Ilias/ }),
  },
  {
    name: "administration: a person",
    who: "admin",
    path: "/rooms/admin",
    open: async (page) => {
      await page.getByRole("button", { name: /^Manage Ilias/ }).click();
      await page
        .getByText(/^since /)
        .first()
        .waitFor();
    },
    shown: dialog("Ilias Tester"),
  },
  {
    name: "administration: rooms",
    who: "admin",
    path: "/rooms/admin/rooms",
    shown: (page) => page.getByRole("link", { name: "Look into Engine room" }),
  },
  {
    name: "administration: a room's messages",
    who: "admin",
    path: ({ rooms }) => `/rooms/admin/rooms/${rooms.talk}`,
    shown: (page) => page.getByRole("button", { name: "Remove" }).first(),
  },
  {
    name: "administration: log",
    who: "admin",
    path: "/rooms/admin/log",
    shown: (page) => page.getByRole("main").getByRole("listitem").first(),
  },
];
