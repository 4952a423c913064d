import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askFirst, fetchFirst } from "./first-answers.ts";

const get = { method: "GET" };
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (address: string, init?: RequestInit) => {
    asked.push(`${init?.method ?? "GET"} ${address}`);
    return Promise.resolve(new Response(`answer ${asked.length}`));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("what was asked for before the scripts were there", () => {
  it("is who one is and one's rooms, and of a room its newest messages and its people", () => {
    askFirst("/rooms/settings");
    expect(asked).toEqual(["GET /api/me", "GET /api/rooms"]);
    asked = [];
    askFirst("/rooms/rom_1/details");
    expect(asked.slice(2)).toEqual(["GET /api/rooms/rom_1/messages", "GET /api/rooms/rom_1/members"]);
  });

  it("is handed over once, and asked for anew after that", async () => {
    askFirst("/rooms");
    const first = await fetchFirst("/api/rooms", get);
    expect(asked).toHaveLength(2);
    const second = await fetchFirst("/api/rooms", get);
    expect([await first.text(), await second.text()]).toEqual(["answer 2", "answer 3"]);
  });

  it("is too old after ten seconds", async () => {
    vi.useFakeTimers();
    askFirst("/rooms");
    vi.advanceTimersByTime(10_000);
    await fetchFirst("/api/me", get);
    expect(asked).toEqual(["GET /api/me", "GET /api/rooms", "GET /api/me"]);
  });

  it("is nobody's after a sign-in or sign-out, but not after any other call", async () => {
    askFirst("/rooms");
    await fetchFirst("/api/ws-ticket", { method: "POST" });
    await fetchFirst("/api/me", get);
    expect(asked.filter((call) => call === "GET /api/me")).toHaveLength(1);
    await fetchFirst("/api/auth/sign-out", { method: "POST" });
    await fetchFirst("/api/rooms", get);
    expect(asked.filter((call) => call === "GET /api/rooms")).toHaveLength(2);
  });

  it("is given up by whoever took it", async () => {
    const signals: AbortSignal[] = [];
    vi.stubGlobal("fetch", (_address: string, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    askFirst("/rooms");
    const giveUp = new AbortController();
    void fetchFirst("/api/me", { ...get, signal: giveUp.signal });
    giveUp.abort("late");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(signals[0]?.reason).toBe("late");
  });

  it("does not stand in the way where nothing was", async () => {
    globalThis.parleyFirstAnswers = undefined;
    await fetchFirst("/api/me", get);
    expect(asked).toEqual(["GET /api/me"]);
  });
});
