/** What of the page's requests is kept for when there is no network, told by their addresses alone. */
export type Kept = "page" | "file" | "answer";

/** The routes that index.html answers: see `app.tsx`. */
const pages =
  /^\/(?:$|rooms(?:\/|$)|invite\/|settings$|(?:sign-in|sign-up|check-inbox|verify-email|forgot-password|reset-password)$)/;
const files = /^\/(?:assets\/|emoji\/|mark\.svg$)/;
/** Who one is, one's rooms, and of each room the newest messages and its people. */
const answers = /^\/api\/(?:me|rooms|rooms\/[^/]+\/(?:messages|members))$/;

/** Undefined for what goes to the network and nowhere else. */
export function whatIsKept({ pathname, searchParams }: URL, navigates: boolean): Kept | undefined {
  if (navigates) return pages.test(pathname) ? "page" : undefined;
  if (files.test(pathname)) return "file";
  // A page of the history is as old as it was asked for; only the newest stands for the room.
  const elsewhere = ["before", "after", "around"].some((cursor) => searchParams.has(cursor));
  return answers.test(pathname) && !elsewhere ? "answer" : undefined;
}
