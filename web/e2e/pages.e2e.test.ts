import { readFile } from "node:fs/promises";
import { callApi } from "@parley/lab/testing/call-api";
import { createPerson, readMails, readVerificationToken } from "@parley/lab/testing/create-person";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { OAuthServer } from "../../packages/lab/src/testing/oauth-server.ts";
import { enter, launchBrowser, openRoom, readTimeline, say, signIn, type Visitor, visit } from "./browser.ts";

const adminEmail = "root@example.test";
const wide = { viewport: { width: 1280, height: 800 } };

let cloud: Cloud;
let browser: Browser;
let ada: Visitor;
let bob: Visitor;
let root: Visitor;
let provider: OAuthServer;
let loudRoom: string;

beforeAll(async () => {
  provider = await new OAuthServer().start();
  const environment = {
    ...noLimits,
    ADMIN_EMAIL: adminEmail,
    GITHUB_URL: provider.url,
    GITHUB_CLIENT_ID: provider.client.clientId,
    GITHUB_CLIENT_SECRET: provider.client.clientSecret,
    GOOGLE_CLIENT_ID: "parley-at-google",
    GOOGLE_CLIENT_SECRET: "kept by the service",
  };
  [cloud, browser] = await Promise.all([startCloud({ web: "build", environment }), launchBrowser()]);
  ada = await enter(browser, cloud, "Ada", wide);
  bob = await enter(browser, cloud, "Bob", { viewport: { width: 360, height: 740 } });
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await provider?.stop();
});

const composer = ({ page }: Visitor) => page.getByRole("textbox", { name: /^Message to/ });

describe("people", () => {
  it("are found by name and written to; each sees whether the other is there", async () => {
    await bob.page.getByRole("link", { name: "Write to somebody" }).click();
    await bob.page.getByRole("searchbox").fill(ada.username);
    await bob.page.getByRole("button", { name: "Write to Ada Tester" }).click();
    await composer(bob).waitFor();
    await bob.page.getByRole("main").getByText("online").waitFor();
    await say(bob, "Between us.");
    await ada.page.getByRole("link", { name: /Bob/ }).click();
    await expect.poll(() => readTimeline(ada)).toEqual(["Between us."]);
  });

  it("show who they are from what they said", async () => {
    await ada.page.getByRole("article").getByRole("button", { name: "Bob" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "Bob Tester" });
    await dialog.getByText(`@${bob.username}`).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => ada.page.getByRole("dialog").count()).toBe(0);
  });
});

describe("search", () => {
  it("finds words in one room or in all, and the keys lead to the message", async () => {
    const { page } = ada;
    await openRoom(ada, "Engine room");
    await say(ada, "Gauge three reads high.");
    for (let line = 0; line < 60; line += 1) await say(ada, `Entry ${line} of the log.`);
    await expect.poll(() => readTimeline(ada).then((lines) => lines.at(-1))).toBe("Entry 59 of the log.");
    await page.keyboard.press("Control+Shift+f");
    await page.getByRole("searchbox").fill("gauge");
    const hits = page.getByRole("list", { name: "Messages found" }).getByRole("link");
    await expect.poll(() => hits.count()).toBe(1);
    await expect.poll(() => hits.first().locator("mark").allInnerTexts()).toEqual(["Gauge"]);
    await page.getByLabel("In", { exact: true }).selectOption({ label: "Bob Tester" });
    await page.getByText("Nothing was said about that.").waitFor();
    await page.getByLabel("In", { exact: true }).selectOption({ label: "All rooms" });
    await expect.poll(() => hits.count()).toBe(1);
    await page.getByRole("searchbox").press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout: 10_000 })
      .toContain("Gauge three reads high.");
    await page.goBack();
    await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe("gauge");
  });

  it("is offered by the switcher for whatever was typed", async () => {
    await ada.page.keyboard.press("Control+k");
    await ada.page.getByRole("combobox", { name: "Go to a room or person" }).fill("entry 42");
    await ada.page.getByRole("option", { name: /entry 42/ }).click();
    await expect.poll(() => ada.page.getByRole("searchbox").inputValue()).toBe("entry 42");
  });
});

describe("one's own account", () => {
  it("takes another name", async () => {
    const { page } = ada;
    await page.goto("/settings");
    await page.getByLabel("Last name").fill("Lovelace");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: /Ada Lovelace/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/rooms/settings/account");
  });

  it("lists where one is signed in, and ends a session", async () => {
    const elsewhere = await visit(browser, cloud, "Ada", wide);
    await elsewhere.page.goto("/sign-in");
    await signIn({ ...ada, page: elsewhere.page });
    await ada.page.reload();
    await ada.page.getByText(/^this device/).waitFor();
    // One is that of the test itself, which signed up over the API.
    const others = ada.page.getByRole("button", { name: /^Sign out \w+ on|^Sign out node/ });
    await expect.poll(() => others.count()).toBe(2);
    await ada.page.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
    await elsewhere.page.getByText("You were signed out.").waitFor();
    await expect.poll(() => others.count()).toBe(1);
    await elsewhere.page.context().close();
  });

  it("changes the password only for one who knows it", async () => {
    const { page } = ada;
    const section = page.locator("section", { has: page.getByRole("heading", { name: "Password" }) });
    await section.getByLabel("Your password").fill("not my password");
    await section.getByLabel("New password").fill("another long walk");
    await section.getByRole("button", { name: "Change password" }).click();
    await section.getByText("This is not your password.").waitFor();
    await section.getByLabel("Your password").fill(ada.password);
    await section.getByRole("button", { name: "Change password" }).click();
    await section.getByText("Your password is changed.").waitFor();
    await expect.poll(() => section.getByLabel("New password").inputValue()).toBe("");
  });

  it("is come back to by a link in the mail, when the password was forgotten", async () => {
    const person = await createPerson(cloud, "Fern");
    const fern = { ...(await visit(browser, cloud, "Fern", wide)), ...person, name: "Fern" };
    const { page } = fern;
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: /link/ }).click();
    await page.getByText("the link is on its way.").waitFor();
    const linkInMail = async () => {
      const texts = (await readMails(cloud, person.email)).map(({ body }) => body.text ?? "");
      return texts.join("\n").match(/http\S+reset-password\S+/)?.[0] ?? "";
    };
    await expect.poll(linkInMail).not.toBe("");
    await page.goto(await linkInMail());
    await page.getByLabel("New password", { exact: true }).fill("remembered from now on");
    await page.getByRole("button", { name: "Set password" }).click();
    await page.getByText(/password is set/).waitFor();
    await signIn({ ...fern, password: "remembered from now on" });
    expect(fern.complaints).toEqual([]);
    await page.context().close();
  });

  it("moves to another address once the link there was followed", async () => {
    const { page } = ada;
    const newEmail = `new.${ada.email}`;
    const section = page.locator("section", { has: page.getByRole("heading", { name: "E-mail" }) });
    await section.getByLabel("New e-mail address").fill(newEmail);
    await section.getByLabel("Your password").fill("another long walk");
    await section.getByRole("button", { name: "Send the link" }).click();
    await section.getByText(`If ${newEmail} can be used`).waitFor();
    await expect.poll(() => page.getByText(`Your address is ${ada.email}.`).count()).toBe(1);
    await page.goto(`/verify-email?token=${await readVerificationToken(cloud, newEmail)}`);
    await page.getByRole("heading", { name: "Your address is verified" }).waitFor();
    await page.goto("/rooms/settings/account");
    await page.getByText(`Your address is ${newEmail}.`).waitFor();
  });

  it("has a bot, which comes with a token until that is revoked", async () => {
    const { page } = ada;
    await page.getByLabel("Name of the bot", { exact: true }).fill("Deploy");
    await page.getByLabel("Username of the bot").fill(`bot_${ada.username}`.slice(0, 20));
    await page.getByRole("button", { name: "Create bot" }).click();
    await page.getByRole("button", { name: "Tokens of Deploy" }).click();
    await page.getByLabel("What the token is for").fill("CI");
    await page.getByRole("button", { name: "Create token" }).click();
    const token = await page.getByLabel("The new token, shown this once").inputValue();
    const askMe = () => callApi<{ user?: { name: string } }>(cloud.apiUrl, { path: "/me", token });
    expect((await askMe()).body.user?.name).toBe("Deploy");
    await page.getByRole("button", { name: "Revoke CI" }).click();
    await page.getByText("It has no token.").waitFor();
    expect((await askMe()).status).toBe(401);
    await page.getByRole("button", { name: "Delete Deploy" }).click();
    await page
      .getByRole("dialog", { name: "Delete Deploy?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByText("You have no bots.").waitFor();
  });

  it("is taken along as a file, and deleted", async () => {
    const { page } = ada;
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    const kept = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(kept.messages.length).toBe(61);
    await page.getByText(`parley-${ada.username}.json was saved, with 61 messages of yours.`).waitFor();
    await page.getByRole("button", { name: "Delete account" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete your account?" });
    await dialog.getByLabel("Your password").fill("another long walk");
    await dialog.getByRole("button", { name: "Delete account" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});

describe("signing in with another service", () => {
  const enterWith = async (name: string) => {
    const visitor = await visit(browser, cloud, name, wide);
    await visitor.page.goto("/sign-in");
    await visitor.page.getByRole("button", { name: "Continue with GitHub" }).click();
    return visitor;
  };

  it("makes an account at the first time, and is that account's at the next", async () => {
    const email = "octo@example.test";
    provider.person = { subject: 7, login: "octo-cat", name: "Octo Cat", email, verified: true };
    const first = await enterWith("Octo");
    await first.page.getByLabel("Username", { exact: true }).waitFor();
    await expect
      .poll(() => first.page.getByLabel("Username", { exact: true }).inputValue())
      .toMatch(/^octo_?cat/);
    expect(new URL(first.page.url()).pathname).toBe("/rooms/settings/account");
    await first.page.context().close();
    const next = await enterWith("Octo");
    await next.page.getByRole("navigation", { name: "Rooms" }).waitFor();
    await next.page.getByText("Octo Cat").first().waitFor();
    expect(next.complaints).toEqual([]);
    await next.page.context().close();
  });

  it.each([
    ["GitHub", "/sign-up", "/login/oauth/authorize", "parley-test"],
    ["Google", "/sign-in", "https://accounts.google.com/o/oauth2/v2/auth", "parley-at-google"],
  ] as const)("leads to %s from %s, with who we are and the way back", async (name, from, to, clientId) => {
    const { page } = await visit(browser, cloud, "Nobody", wide);
    const address = new URL(to, provider.url);
    await page.route(`${address.origin}/**`, (route) => route.fulfill({ body: "the provider's page" }));
    await page.goto(from);
    await page.getByRole("button", { name: `Continue with ${name}` }).click();
    await page.waitForURL(`${address.href}?**`);
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: clientId,
      redirect_uri: `${cloud.pageUrl}/api/auth/callback/${name.toLowerCase()}`,
      response_type: "code",
      code_challenge_method: "S256",
      state: expect.stringMatching(/./),
    });
    expect(page.url()).not.toContain("kept by the service");
    await page.context().close();
  });

  it("says so when the person refuses there", async () => {
    provider.person = undefined;
    const visitor = await enterWith("Nobody");
    await visitor.page.getByText("That sign-in did not go through.").waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.page.context().close();
  });
});

describe("an address", () => {
  it("leads to the same place with a slash at its end, what it asks for included", async () => {
    const { page } = bob;
    await page.goto("/rooms/");
    await page.getByRole("navigation", { name: "Rooms" }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/rooms");
    await page.goto("/rooms//search/?q=Between");
    await page.getByRole("list", { name: "Messages found" }).waitFor();
    await expect.poll(() => page.url()).toBe(`${cloud.pageUrl}/rooms/search?q=Between`);
  });

  it("is still the whole of it after the sign-in that came between", async () => {
    const { page } = await visit(browser, cloud, "Nobody", wide);
    await page.goto("/rooms/search/?q=Between");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("E-mail or username").fill(bob.username);
    await page.getByLabel("Password", { exact: true }).fill(bob.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("list", { name: "Messages found" }).waitFor();
    await expect.poll(() => page.url()).toBe(`${cloud.pageUrl}/rooms/search?q=Between`);
    await page.context().close();
  });
});

describe("administration", () => {
  it("is not there for others", async () => {
    await bob.page.goto("/rooms/admin");
    await bob.page.getByRole("heading", { name: "For administrators" }).waitFor();
    await bob.page.goto("/rooms/settings");
    await bob.page.getByText("Sign out").waitFor();
    await expect.poll(() => bob.page.getByRole("link", { name: "Administration" }).count()).toBe(0);
  });

  it("removes a message, shuts somebody out and lets them in again; all of it is in the log", async () => {
    await bob.page.goto("/rooms/new");
    await bob.page.getByLabel("Name").fill("Loud room");
    await bob.page.getByRole("button", { name: "Create room" }).click();
    await composer(bob).waitFor();
    loudRoom = new URL(bob.page.url()).pathname;
    // More than a page of them.
    await bob.page.evaluate(async (room) => {
      for (let index = 0; index < 55; index += 1) {
        const body = JSON.stringify({ id: `filling-${index}`, text: `Word ${index}.` });
        const headers = { "content-type": "application/json" };
        const { status } = await fetch(`/api${room}/messages`, { method: "POST", headers, body });
        if (status !== 201) throw new Error(`answered ${status}`);
      }
    }, loudRoom);
    await say(bob, "An unkind word.");
    const { username, password, email } = await createPerson(cloud, "Root", adminEmail);
    root = { ...(await visit(browser, cloud, "Root", wide)), username, password, email };
    const { page } = root;
    await page.goto("/sign-in");
    await signIn(root);
    await page.getByRole("link", { name: /Settings/ }).click();
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByRole("link", { name: "Rooms", exact: true }).click();
    const look = page.getByRole("link", { name: /^Look into/ });
    await page.getByRole("searchbox", { name: "Search by name" }).fill("loud");
    await expect.poll(() => look.count()).toBe(1);
    await look.click();
    await page.getByText("Your look into Loud room is in the log.").waitFor();
    await page.getByText("An unkind word.").waitFor();
    await expect.poll(() => page.getByText("Word 0.", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Show older" }).click();
    await page.getByText("Word 0.", { exact: true }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Show older" }).count()).toBe(0);
    await page.getByRole("searchbox").fill("nobody said this");
    await page.getByText("Nothing found.").waitFor();
    await page.getByRole("searchbox").fill("unkind");
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await bob.page.getByText("This message was deleted.").first().waitFor();

    await page.getByRole("link", { name: "People", exact: true }).click();
    await page.getByRole("searchbox").fill(bob.username);
    await page.getByRole("button", { name: "Manage Bob Tester" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ban", exact: true }).click();
    await bob.page.getByText("You were signed out.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Lift the ban" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ban", exact: true }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await bob.page.getByLabel("E-mail or username").fill(bob.username);
    await bob.page.getByLabel("Password", { exact: true }).fill(bob.password);
    await bob.page.getByRole("button", { name: "Sign in" }).click();
    await composer(bob).waitFor();

    await page.getByRole("link", { name: "Log", exact: true }).click();
    await page.getByText("user.unbanned").first().waitFor();
    expect(root.complaints).toEqual([]);
  });

  it("gives and takes the role, and ends a person's sessions", async () => {
    const { page } = root;
    await page.getByRole("link", { name: "People", exact: true }).click();
    await page.getByRole("searchbox").fill(bob.username);
    await page.getByRole("button", { name: "Manage Bob Tester" }).click();
    const dialog = page.getByRole("dialog", { name: "Bob Tester" });
    await dialog.getByRole("button", { name: "Make administrator" }).click();
    await bob.page.goto("/rooms/admin");
    await bob.page.getByRole("heading", { name: "Administration" }).waitFor();
    await dialog.getByRole("button", { name: "Take the role away" }).click();
    await dialog.getByRole("button", { name: "Make administrator" }).waitFor();
    await bob.page.reload();
    await bob.page.getByRole("heading", { name: "For administrators" }).waitFor();
    await dialog.getByRole("button", { name: "End all sessions" }).click();
    await bob.page.getByText("You were signed out.").waitFor();
    await dialog.getByText("Nowhere at the moment.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();

    await bob.page.getByLabel("E-mail or username").fill(bob.username);
    await bob.page.getByLabel("Password", { exact: true }).fill(bob.password);
    await bob.page.getByRole("button", { name: "Sign in" }).click();
    await bob.page.getByRole("heading", { name: "For administrators" }).waitFor();
    await bob.page.goto(loudRoom);
    await composer(bob).waitFor();
    await bob.page.route("**/api/ws-ticket", (route) => route.abort());
    // The room may be there before its connection is.
    const dropAll = () => {
      for (const { connectionId } of cloud.gateway.connections()) cloud.gateway.drop(connectionId);
      return bob.page.getByText(/Connection lost|Reconnecting/).count();
    };
    await expect.poll(dropAll).toBeGreaterThan(0);
    await say(bob, "A kinder word.");
    await bob.page.getByText("Waiting to send").waitFor();
    await page.getByRole("button", { name: "Manage Bob Tester" }).click();
    await dialog.getByRole("button", { name: "End this session" }).first().click();
    await dialog.getByText("Nowhere at the moment.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(root.complaints).toEqual([]);
  });

  it("what waited when a session was ended goes out after the next sign-in, and the page says so", async () => {
    const { page } = bob;
    await page.unrouteAll();
    await page.reload();
    await page.getByText("You were signed out. Sign in again to go on; what you wrote is kept.").waitFor();
    await page.getByLabel("E-mail or username").fill(bob.username);
    await page.getByLabel("Password", { exact: true }).fill(bob.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await composer(bob).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe(loudRoom);
    const history = `/api${loudRoom}/messages`;
    const readHistory = () => page.evaluate((path) => fetch(path).then((answer) => answer.text()), history);
    await expect.poll(readHistory, { timeout: 15_000 }).toContain("A kinder word.");
    await expect.poll(() => page.getByText("Waiting to send").count()).toBe(0);
  });

  it("deletes a room under the hands of one who writes there", async () => {
    const { page } = root;
    await composer(bob).fill("I was about to say");

    await page.getByRole("link", { name: "Rooms", exact: true }).click();
    await page.getByRole("button", { name: "Delete Loud room" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Delete/ })
      .click();
    await expect.poll(() => page.getByRole("button", { name: "Delete Loud room" }).count()).toBe(0);
    await page.getByRole("link", { name: "Log", exact: true }).click();
    await page.getByText("room.deleted").first().waitFor();
    await bob.page.getByRole("heading", { name: "This room was deleted" }).waitFor();
    await bob.page.getByText("I was about to say").waitFor();
    await expect.poll(() => bob.page.getByRole("link", { name: /Loud room/ }).count()).toBe(0);
    expect(root.complaints).toEqual([]);
  });
});

it("no page complained", () => {
  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});
