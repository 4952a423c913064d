import { heading, type PageState, text } from "./page-state.ts";

/** What somebody sees who is not signed in. */
export const statesBeforeSignIn: readonly PageState[] = [
  { name: "sign-in", who: "stranger", path: "/sign-in", shown: heading("Sign in") },
  {
    name: "sign-in that failed",
    who: "stranger",
    path: "/sign-in",
    open: async (page) => {
      await page.getByLabel("E-mail or username").fill("nobody");
      await page.getByLabel("Password", { exact: true }).fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
    },
    shown: text("The name or the password is not right."),
  },
  { name: "sign-up", who: "stranger", path: "/sign-up", shown: heading("Create an account") },
  {
    name: "sign-up with faults",
    who: "stranger",
    path: "/sign-up",
    open: (page) => page.getByRole("button", { name: "Create account" }).click(),
    shown: text("Fill this in."),
  },
  { name: "inbox", who: "stranger", path: "/check-inbox", shown: heading("Check your inbox") },
  {
    name: "forgot password",
    who: "stranger",
    path: "/forgot-password",
    shown: heading("Forgot your password?"),
  },
  {
    name: "reset password",
    who: "stranger",
    path: "/reset-password?token=x",
    shown: heading("Set a new password"),
  },
  {
    name: "a spent link",
    who: "stranger",
    path: "/verify-email?token=spent",
    shown: heading("This link does not work any more"),
  },
  { name: "no such page", who: "stranger", path: "/no-such-page", shown: heading("Nothing here") },
];
