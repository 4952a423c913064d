import type { Locator, Page } from "@playwright/test";
import type { Stage } from "./stage.ts";

/** Something that the page can show: who sees it, where, what they did to come there, and how one knows. */
export interface PageState {
  readonly name: string;
  readonly who: "stranger" | "owner" | "newcomer" | "admin";
  readonly path: string | ((stage: Stage) => string);
  /** The page breaks on purpose: what it complains about is no news. */
  readonly breaks?: true;
  /** What is in view in this state alone. */
  readonly shown: (page: Page) => Locator;
  /** Before the page is opened: which calls fail. */
  readonly before?: (page: Page, stage: Stage) => Promise<unknown>;
  /** After the page is there. */
  readonly open?: (page: Page, stage: Stage) => Promise<unknown>;
}

/** Goes to a state from wherever the page is. */
export async function goToState(page: Page, state: PageState, stage: Stage): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await state.before?.(page, stage);
  await page.goto(typeof state.path === "string" ? state.path : state.path(stage));
  await state.open?.(page, stage);
  await state.shown(page).waitFor();
}

/** Has calls of the API fail for good, as an error of the service's own does. */
export function failing(path: string): (page: Page) => Promise<unknown> {
  const error = { code: "internal", message: "Something broke.", retryable: false, requestId: "req-1" };
  return (page) => page.route(path, (route) => route.fulfill({ status: 500, json: { error } }));
}

/** Gives the focus to the newest message, as the arrow keys do, once it can be answered. */
export async function focusMessage(page: Page): Promise<void> {
  const message = page.getByRole("region", { name: "Messages" }).getByRole("article").last();
  await message.waitFor();
  await message.focus();
  await page.getByRole("group", { name: "Message actions" }).waitFor();
}

export const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole("heading", { name, level: 1 }).first();
export const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first();
export const dialog = (name: string | RegExp) => (page: Page) => page.getByRole("dialog", { name });
