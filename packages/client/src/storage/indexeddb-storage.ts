import type { OutboxEntry } from "../outbox/outbox-entry.ts";
import type { ChatStorage } from "./chat-storage.ts";

/** The parts of IndexedDB that are used, as structural types: see web-types.ts. */
interface Target {
  addEventListener(type: string, listener: () => void): void;
}
interface Request<T> extends Target {
  readonly result: T;
  readonly error: unknown;
}
interface Table {
  getAll(): Request<OutboxEntry[]>;
  get(key: string): Request<unknown>;
  put(value: unknown, key?: string): unknown;
  delete(key: string): unknown;
}
interface Transaction extends Target {
  readonly error: unknown;
  objectStore(name: string): Table;
}
interface Database extends Target {
  createObjectStore(name: string, options?: { keyPath: string }): unknown;
  transaction(table: string, mode: "readonly" | "readwrite"): Transaction;
  close(): void;
}
interface Factory {
  open(name: string, version: number): Request<Database>;
}

type TableName = "entries" | "values";

/**
 * A storage in the browser's IndexedDB, shared by all tabs of an origin. The database is opened at the
 * first use, and anew after the browser has closed it. A write is fulfilled when its transaction is complete.
 */
export function indexedDbStorage(name = "parley"): ChatStorage {
  let opening: Promise<Database> | undefined;
  const forget = () => {
    opening = undefined;
  };
  const connect = (): Promise<Database> => {
    if (opening === undefined) {
      opening = openDatabase(name, forget);
      opening.catch(forget);
    }
    return opening;
  };
  const read = async <T>(table: TableName, ask: (from: Table) => Request<T>): Promise<T> => {
    const db = await connect();
    return answered(ask(db.transaction(table, "readonly").objectStore(table)));
  };
  const write = async (table: TableName, change: (to: Table) => unknown): Promise<void> => {
    const db = await connect();
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(table, "readwrite");
      transaction.addEventListener("complete", () => resolve());
      transaction.addEventListener("abort", () => reject(transaction.error));
      change(transaction.objectStore(table));
    });
  };
  return {
    entries: () => read("entries", (table) => table.getAll()),
    putEntry: (entry) => write("entries", (table) => table.put(entry)),
    removeEntry: (id) => write("entries", (table) => table.delete(id)),
    read: (key) => read("values", (table) => table.get(key)),
    write: (key, value) =>
      write("values", (table) => (value === undefined ? table.delete(key) : table.put(value, key))),
  };
}

async function openDatabase(name: string, forget: () => void): Promise<Database> {
  const { indexedDB } = globalThis as unknown as { readonly indexedDB: Factory };
  const request = indexedDB.open(name, 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore("entries", { keyPath: "id" });
    request.result.createObjectStore("values");
  });
  const db = await answered(request);
  db.addEventListener("close", forget);
  // A newer version of the page wants to upgrade: make way.
  db.addEventListener("versionchange", () => {
    db.close();
    forget();
  });
  return db;
}

function answered<T>(request: Request<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
