/**
 * Lets the page open without a network: with its own files, and with what the service last said of the person's
 * rooms. What is sent meanwhile waits in the SDK's outbox.
 *
 * Invariants: the network comes first for all that can change, and what it answers is passed on untouched; only what
 * it does not answer at all is answered from here. Whoever signs in or out, and an ended session (401), takes all
 * answers with them. Both caches have an end. A history kept here says as of which seq it is, and the SDK goes on from there.
 */
import { whatIsKept } from "./what-is-kept.ts";

/** The parts of a worker's global scope that are used; TypeScript's libraries for it and for pages exclude each other. */
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface MessageEvent extends WorkerEvent {
  readonly data: unknown;
}
interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}
const worker = self as unknown as WorkerScope;

/** index.html and what it is made of: the same for everybody. */
const pageCache = "parley-page-1";
/** What the service last told this person. */
const answerCache = "parley-answers-1";
const entriesMax = 300;
/** A network that takes longer to answer with the page is as good as none. */
const patienceMs = 4_000;
const indexPath = "/";

worker.addEventListener("install", (event) => {
  event.waitUntil(keepIndex().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

// The first visit loaded its files before there was a worker: it names them.
worker.addEventListener("message", (event) => {
  const addresses = Array.isArray(event.data) ? event.data.filter((part) => typeof part === "string") : [];
  const files = addresses.filter((address) => whatIsKept(new URL(address), false) === "file");
  event.waitUntil(keepFiles(files));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname.startsWith("/api/auth/"))
    event.respondWith(changePerson(request));
  if (request.method !== "GET") return;
  const kept = whatIsKept(url, request.mode === "navigate");
  if (kept === "page") event.respondWith(openPage(event));
  else if (kept === "file") event.respondWith(openFile(event));
  else if (kept === "answer") event.respondWith(askService(event));
});

async function keepIndex(): Promise<void> {
  await (await caches.open(pageCache)).add(indexPath);
}

/** What an older release of this worker kept under other names. */
async function dropOthers(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name !== pageCache && name !== answerCache);
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function keepFiles(addresses: readonly string[]): Promise<void> {
  const cache = await caches.open(pageCache);
  for (const address of addresses.slice(0, entriesMax)) {
    if ((await cache.match(address)) === undefined) await cache.add(address).catch(() => {});
  }
}

async function openPage(event: FetchEvent): Promise<Response> {
  const kept = await caches.match(indexPath, { cacheName: pageCache });
  const fetching = fetch(event.request).then((fresh) => {
    if (fresh.ok) event.waitUntil(keep(pageCache, indexPath, fresh.clone()));
    return fresh;
  });
  if (kept === undefined) return fetching;
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => resolve(kept), patienceMs);
  });
  return Promise.race([fetching, late]).catch(() => kept);
}

async function openFile(event: FetchEvent): Promise<Response> {
  const kept = await caches.match(event.request, { cacheName: pageCache });
  if (kept !== undefined) return kept;
  const fresh = await fetch(event.request);
  if (fresh.ok) event.waitUntil(keep(pageCache, event.request.url, fresh.clone()));
  return fresh;
}

async function askService(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const fresh = await fetch(request);
    if (fresh.status === 200) event.waitUntil(keep(answerCache, request.url, fresh.clone()));
    else if (fresh.status === 401) event.waitUntil(caches.delete(answerCache));
    else if (fresh.status === 404) event.waitUntil(forget(request.url));
    return fresh;
  } catch (error) {
    const kept = await caches.match(request.url, { cacheName: answerCache });
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Signing in, out or up, a new password, the end of an account. */
async function changePerson(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.ok) await caches.delete(answerCache);
  return answer;
}

/** The newest stands last: what was not asked for the longest goes first. */
async function keep(name: string, address: string, answer: Response): Promise<void> {
  const cache = await caches.open(name);
  if (name === answerCache) await cache.delete(address);
  await cache.put(address, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - entriesMax)).map((old) => cache.delete(old)));
}

async function forget(address: string): Promise<void> {
  await (await caches.open(answerCache)).delete(address);
}
