import { chromiumPath } from "@parley/lab/test-servers/require-programs";
import { createPerson, readVerificationToken } from "@parley/lab/testing/create-person";
import type { Cloud } from "@parley/local/cloud";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";

/** Debian's Chromium, quiet on a machine without a network. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Visitor {
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly page: Page;
  /** What the page complained about: uncaught errors, and refusals of its content security policy. */
  readonly complaints: string[];
}

let visitors = 0;

/** Opens a fresh browser context, as another person on another machine would have it. */
export async function visit(
  browser: Browser,
  cloud: Cloud,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  visitors += 1;
  // Calls that a worker makes pass by the routes of a test: it is let in where it is the subject.
  const serviceWorkers = "block";
  const context = await browser.newContext({
    baseURL: cloud.pageUrl,
    locale: "en-GB",
    serviceWorkers,
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  const username = `${name.toLowerCase()}${visitors}${Date.now().toString(36).slice(-5)}`;
  return {
    name,
    username,
    email: `${username}@example.test`,
    password: `a long walk ${username}`,
    page,
    complaints,
  };
}

/** Somebody who has an account already, signed in on the page: for tests of what comes after. */
export async function enter(
  browser: Browser,
  cloud: Cloud,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Visitor & { readonly id: string }> {
  const { username, email, password, user } = await createPerson(cloud, name);
  const visitor = { ...(await visit(browser, cloud, name, options)), username, email, password, id: user.id };
  await visitor.page.goto("/sign-in");
  await signIn(visitor);
  return visitor;
}

/** Signs up on the page, follows the link of the mail and signs in. */
export async function signUp(cloud: Cloud, visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.goto("/sign-up");
  await page.getByLabel("First name").fill(visitor.name);
  await page.getByLabel("Last name").fill("Browser");
  await page.getByLabel("Username").fill(visitor.username);
  await page.getByLabel("E-mail").fill(visitor.email);
  await page.getByLabel("Password", { exact: true }).fill(visitor.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Check your inbox" }).waitFor();
  const token = await readVerificationToken(cloud, visitor.email);
  await page.goto(`/verify-email?token=${token}`);
  await page.getByRole("link", { name: "Go to sign-in" }).click();
  await signIn(visitor);
}

export async function signIn({ page, username, password }: Visitor): Promise<void> {
  await page.getByLabel("E-mail or username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
}

/** Writes a message in the open room and sends it by the keyboard. */
export async function say({ page }: Visitor, text: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: /^Message to/ });
  await composer.fill(text);
  await composer.press("Enter");
}

/** The words on the stage of the open room, top to bottom. */
export function readTimeline({ page }: Visitor): Promise<string[]> {
  return page.getByRole("region", { name: "Messages" }).locator('p[dir="auto"]').allInnerTexts();
}

/** Creates a public room on the page and waits until one can write there. */
export async function openRoom({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole("link", { name: "New room" }).first().click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create room" }).click();
  await page.getByRole("textbox", { name: `Message to ${name}` }).waitFor();
}

/** Waits until nothing is on its way any more: only what was said can be edited, answered or reacted to. */
export async function untilNothingPends({ page }: Visitor): Promise<void> {
  await page
    .getByText(/^(?:Sending|Waiting to send)$/)
    .last()
    .waitFor({ state: "detached" });
}
