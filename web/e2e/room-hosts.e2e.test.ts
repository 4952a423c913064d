import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser, Locator } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { enter, launchBrowser, openRoom, say, type Visitor } from "./browser.ts";

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Visitor;
let room: string;

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startCloud({ web: "build", environment: noLimits }),
    launchBrowser(),
  ]);
  ada = await enter(browser, cloud, "Ada", {
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  bob = await enter(browser, cloud, "Bob", {
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await openRoom(ada, "Engine room");
  room = new URL(ada.page.url()).pathname;
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const details = ({ page }: Visitor): Locator => page.getByRole("complementary", { name: "Details" });
const composer = ({ page }: Visitor): Locator => page.getByRole("textbox", { name: /^Message to/ });

/** Opens what there is about somebody, from the list beside the room. */
async function openPerson(visitor: Visitor, name: string): Promise<Locator> {
  await details(visitor)
    .getByRole("button", { name: new RegExp(`^${name} Tester`) })
    .click();
  const dialog = visitor.page.getByRole("dialog", { name: `${name} Tester` });
  await dialog.waitFor();
  return dialog;
}

const close = (dialog: Locator): Promise<void> => dialog.getByRole("button", { name: "Close" }).click();

describe("who hosts a room", () => {
  it("adds somebody by their name, who has the room at once", async () => {
    await details(ada).getByRole("button", { name: "Add people" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "Add people" });
    await dialog.getByRole("searchbox").fill(bob.username.slice(0, -1));
    await dialog.getByRole("button", { name: "Add Bob Tester" }).click();
    await dialog.getByText("Added", { exact: true }).waitFor();
    await close(dialog);
    await bob.page.getByRole("link", { name: /Engine room/ }).click();
    await composer(bob).waitFor();
    expect(new URL(bob.page.url()).pathname).toBe(room);
  });

  it("offers a member nothing that they may not do", async () => {
    await details(bob).getByRole("button", { name: "Leave room" }).waitFor();
    await expect.poll(() => details(bob).getByRole("button", { name: "Add people" }).count()).toBe(0);
    await expect.poll(() => details(bob).getByRole("link", { name: "Room settings" }).count()).toBe(0);
    const dialog = await openPerson(bob, "Ada");
    await dialog.getByRole("button", { name: "Write to Ada" }).waitFor();
    await expect.poll(() => dialog.getByRole("combobox").count()).toBe(0);
    await expect.poll(() => dialog.getByRole("button", { name: /Remove|Ban/ }).count()).toBe(0);
    await close(dialog);
  });

  it("mutes a member, who sees until when, and lifts it", async () => {
    const dialog = await openPerson(ada, "Bob");
    await dialog.getByLabel("Mute for").selectOption({ label: "15 minutes" });
    await dialog.getByRole("button", { name: "Mute", exact: true }).click();
    await bob.page.getByText("You are muted in this room until").waitFor();
    await expect.poll(() => composer(bob).count()).toBe(0);
    await dialog.getByRole("button", { name: "Lift the mute" }).click();
    await composer(bob).waitFor();
    await close(dialog);
  });

  it("makes a member a moderator, who is offered the settings under their eyes", async () => {
    const dialog = await openPerson(ada, "Bob");
    await dialog.getByLabel("Role in this room").selectOption("moderator");
    await details(bob).getByRole("link", { name: "Room settings" }).click();
    await bob.page.getByRole("heading", { name: "Invitation links" }).waitFor();
    // Who can come in, and whether the room goes on, is for owners.
    await expect.poll(() => bob.page.getByRole("radio", { name: /By invitation/ }).count()).toBe(0);
    await expect.poll(() => bob.page.getByRole("button", { name: "Delete room" }).count()).toBe(0);
    await close(dialog);
  });

  it("renames a room, sets its topic and its pace; the others see it at once", async () => {
    const { page } = bob;
    await page.getByLabel("Name", { exact: true }).fill("Boiler room");
    await page.getByLabel("Topic").fill("Pressure and heat");
    await page.getByLabel("Slow mode").selectOption({ label: "30 seconds" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await ada.page.getByRole("heading", { name: "Boiler room" }).waitFor();
    await details(ada).getByText("one message every 30 seconds").waitFor();
    await page.getByLabel("Slow mode").selectOption({ label: "Off" });
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => details(ada).getByText("one message every").count()).toBe(0);
  });

  it("closes the room to strangers and lets one in by a link, which is then used up", async () => {
    const { page } = ada;
    await details(ada).getByRole("link", { name: "Room settings" }).click();
    await page.getByRole("radio", { name: /By invitation/ }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByLabel("For how many").selectOption({ label: "1" });
    await page.getByRole("button", { name: "Create link" }).click();
    const link = await page.getByLabel("The new link, shown this once").inputValue();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);

    const eve = await enter(browser, cloud, "Eve", { viewport: { width: 360, height: 740 } });
    await eve.page.goto(link);
    await eve.page.getByRole("button", { name: "Join the room" }).click();
    await composer(eve).waitFor();
    const mallory = await enter(browser, cloud, "Mallory", { viewport: { width: 360, height: 740 } });
    await mallory.page.goto(link);
    await mallory.page.getByRole("button", { name: "Join the room" }).click();
    await mallory.page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    await Promise.all([eve, mallory].map((visitor) => visitor.page.context().close()));
  });

  it("makes a webhook, through which another program speaks, and one that hears; and ends them", async () => {
    const { page } = ada;
    await page.getByLabel("Name that its messages carry").fill("Builds");
    await page.getByRole("button", { name: "Create incoming webhook" }).click();
    const url = await page.getByLabel("The new address, shown this once").inputValue();
    await expect.poll(() => page.getByLabel("Name that its messages carry").inputValue()).toBe("");
    const posted = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "Build 42 passed." }),
    });
    expect(posted.status).toBe(201);
    await bob.page.getByRole("navigation", { name: "Rooms" }).getByText("Build 42 passed.").waitFor();
    await page.getByRole("button", { name: "Delete Builds" }).click();
    await expect.poll(() => page.getByRole("button", { name: "Delete Builds" }).count()).toBe(0);

    await page.getByLabel("Name for the list").fill("Archive");
    await page.getByLabel("Address", { exact: true }).fill("https://archive.example.test/hook");
    await page.getByLabel("What is posted").selectOption({ label: "All that happens" });
    await page.getByRole("button", { name: "Create outgoing webhook" }).click();
    await expect
      .poll(() => page.getByLabel("The secret it signs with, shown this once").inputValue())
      .toMatch(/^whsec_/);
    await page.getByText("https://archive.example.test/hook").waitFor();
    await page.getByRole("button", { name: "Delete Archive" }).click();
    await expect.poll(() => page.getByRole("button", { name: "Delete Archive" }).count()).toBe(0);
  });

  it("bans somebody, and lifts the ban in the settings", async () => {
    const { page } = ada;
    await page.getByRole("link", { name: "Back" }).click();
    const dialog = await openPerson(ada, "Eve");
    await dialog.getByRole("button", { name: "Ban from the room" }).click();
    const question = page.getByRole("dialog", { name: "Ban Eve Tester from the room?" });
    await question.getByRole("button", { name: "Ban from the room" }).click();
    await question.waitFor({ state: "detached" });
    await details(ada).getByRole("link", { name: "Room settings" }).click();
    await page.getByRole("button", { name: "Lift the ban of Eve Tester" }).click();
    await page.getByText("Nobody is banned.").waitFor();
    await expect.poll(() => page.getByRole("button", { name: /^Lift the ban/ }).count()).toBe(0);
    await page.getByRole("link", { name: "Back" }).click();
  });

  it("removes somebody, whose open room says so", async () => {
    await bob.page.getByRole("link", { name: "Back" }).click();
    await composer(bob).waitFor();
    const dialog = await openPerson(ada, "Bob");
    await dialog.getByRole("button", { name: "Remove from the room" }).click();
    await ada.page
      .getByRole("dialog", { name: "Remove Bob Tester from the room?" })
      .getByRole("button", { name: "Remove from the room" })
      .click();
    await bob.page.getByRole("heading", { name: "You were removed from this room" }).waitFor();
    await expect.poll(() => bob.page.getByRole("link", { name: /Boiler room/ }).count()).toBe(0);
  });

  it("bans one who is writing in the room, whose words stay with them", async () => {
    await details(ada).getByRole("button", { name: "Add people" }).click();
    const adding = ada.page.getByRole("dialog", { name: "Add people" });
    await adding.getByRole("searchbox").fill(bob.username.slice(0, -1));
    await adding.getByRole("button", { name: "Add Bob Tester" }).click();
    await adding.getByText("Added", { exact: true }).waitFor();
    await close(adding);
    await bob.page.getByRole("link", { name: /Boiler room/ }).click();
    await bob.page.context().setOffline(true);
    for (const text of ["A whole thought.", "And a second one."]) await say(bob, text);
    await expect.poll(() => bob.page.getByText("Waiting to send").count()).toBe(2);
    await composer(bob).fill("Half a thou");
    const dialog = await openPerson(ada, "Bob");
    await dialog.getByRole("button", { name: "Ban from the room" }).click();
    const question = ada.page.getByRole("dialog", { name: "Ban Bob Tester from the room?" });
    await question.getByRole("button", { name: "Ban from the room" }).click();
    // Else what waits may be sent before the ban is there.
    await question.waitFor({ state: "detached" });
    await bob.page.context().setOffline(false);
    await bob.page.getByRole("heading", { name: "You were banned from this room" }).waitFor();
    await bob.page.getByText("Half a thou").waitFor();
    await bob.page.getByText("And a second one.").waitFor();
    await expect.poll(() => composer(bob).count()).toBe(0);
  });

  it("leaves what could not be sent with its writer, who takes it along or lets it go", async () => {
    const { page } = bob;
    await page.goto("/rooms");
    await page.getByRole("link", { name: "2 messages were not sent" }).click();
    await page.getByRole("heading", { name: "Not sent" }).waitFor();
    const item = page.getByRole("listitem").filter({ hasText: "A whole thought." });
    await item.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("A whole thought.");
    await item.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => item.count()).toBe(0);
    await page.reload();
    await page.getByText("And a second one.").waitFor();
    await expect.poll(() => item.count()).toBe(0);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByText("Nothing is left here.").waitFor();
    await expect.poll(() => page.getByRole("link", { name: /not sent/ }).count()).toBe(0);
  });

  it("archives the room, takes it out again, and deletes it once its name was typed", async () => {
    const { page } = ada;
    await say(ada, "Last words.");
    await page.goto(`${room}/settings`);
    await page.getByRole("button", { name: "Archive room" }).click();
    await page.getByRole("button", { name: "Take out of the archive" }).waitFor();
    await expect.poll(() => page.getByLabel("Slow mode").count()).toBe(0);
    await page.getByRole("link", { name: "Back" }).click();
    await page.getByText("This room is archived.").waitFor();
    await details(ada).getByRole("link", { name: "Room settings" }).click();
    await page.getByRole("button", { name: "Take out of the archive" }).click();
    await page.getByLabel("Slow mode").waitFor();
    await page.getByRole("button", { name: "Delete room" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Boiler room?" });
    await dialog.getByRole("button", { name: "Delete room" }).click();
    await dialog.getByText("This is not the room's name.").waitFor();
    await dialog.getByLabel("Type the room's name").fill("Boiler room");
    await dialog.getByRole("button", { name: "Delete room" }).click();
    await page.getByText("The stage is empty.").waitFor();
  });

  it("without a complaint of either page", () => {
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});
