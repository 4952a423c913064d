/** Has the page open without a network from now on, where the browser can do that. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  // After what the person waits for; without it the page is what it is without a worker.
  if (document.readyState === "complete") registerLater();
  else window.addEventListener("load", registerLater, { once: true });
}

function registerLater(): void {
  setTimeout(() => void register().catch(() => {}), 1_000);
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register("/service-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  active?.postMessage(files);
}
