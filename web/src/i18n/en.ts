import type { Entry } from "./catalogue.ts";

/**
 * The English texts that are needed everywhere, errors above all; the other parts are in files of their own. Keys say where a text stands; `{name}` is filled in, and a text
 * that counts something is written in each of the language's plural forms. The other languages must have
 * the same keys and placeholders (checked by the compiler and by `catalogue.test.ts`).
 */
export const en = {
  "app.name": "Parley",
  "app.skip": "Skip to the content",
  "app.loading": "Loading",
  "app.retry": "Try again",
  "app.back": "Back",
  "app.cancel": "Cancel",
  "app.optional": "optional",
  "app.unreachableTitle": "No connection",

  "title.unread": "({count}) {title}",
  "title.page": "{page} · Parley",

  "password.show": "Show password",
  "password.hide": "Hide password",

  "fault.required": "Fill this in.",
  "fault.email": "This does not look like an e-mail address.",
  "fault.usernameShort": "At least {min} characters.",
  "fault.usernameLong": "At most {max} characters.",
  "fault.usernameForm": "Only letters, digits, underscores and, not at its ends, dots.",
  "fault.usernameTaken": "This username is taken. Choose another.",
  "fault.nameLong": "At most {max} characters.",
  "fault.passwordShort": "At least {min} characters.",
  "fault.passwordLong": "At most {max} characters.",
  "fault.passwordCommon": "This password is too easy to guess. Choose another.",
  "fault.notAllowed": "This is not accepted.",

  "error.invalid": "Something in it was not accepted. Check it and try again.",
  "error.unauthenticated": "Sign in to go on.",
  "error.email_unverified": "Verify your address first.",
  "error.forbidden": "You may not do that.",
  "error.not_found": "There is no such thing.",
  "error.conflict": "That is already so, or taken.",
  "error.too_large": "That is too long.",
  "error.rate_limited": "Too fast. Try again in a moment.",
  "error.unavailable": "The service is out of reach for a moment. Try again.",
  "error.internal": "Something went wrong on our side. Try again.",
  "error.network": "No connection. Check your network and try again.",

  "notFound.title": "Nothing here",
  "notFound.lead": "The page does not exist, or it moved.",
  "notFound.home": "Go to your rooms",
  "crash.title": "Something broke",
  "crash.lead":
    "The page ran into an error of its own. What you wrote is kept; reloading helps most of the time.",
  "crash.reload": "Reload",

  "theme.label": "Theme",
  "theme.system": "As the system",
  "theme.light": "Light",
  "theme.dark": "Dark",
  "language.label": "Language",
} as const satisfies Record<string, Entry>;
