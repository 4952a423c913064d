/** Often enough to get past one release, too seldom for a loop when the files are really gone. */
const againAfterMs = 30_000;
const storedKey = "parley.reloadedAt";

/**
 * Reloads the page when a part of it cannot be fetched because a newer release has taken its place. What
 * was written is kept: drafts and the outbox are on disk.
 */
export function reloadWhenOutdated(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const before = Number(sessionStorage.getItem(storedKey) ?? 0);
    if (Date.now() - before < againAfterMs) return;
    sessionStorage.setItem(storedKey, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
