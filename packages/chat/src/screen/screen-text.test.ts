import type { RoomId, UserId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { type MessageScreen, type ScreenDeps, screenText, screenTimeoutMs } from "./message-screen.ts";
import { createWordListScreen } from "./word-list-screen.ts";

const said = (text: string) => ({ room: "rom_1" as RoomId, user: "usr_1" as UserId, text });
const never = () => new Promise<never>(() => undefined);
const patient: ScreenDeps["clock"] = { sleep: never };

function refuse(screen: MessageScreen | undefined, text: string, clock = patient) {
  return screenText({ screen, clock }, said(text)).then(
    () => "accepted",
    (refusal: unknown) => refusal,
  );
}

describe("screenText", () => {
  it("[SCREEN1] refuses what the screen refuses, and says why beside the text", async () => {
    const refusal = await refuse(createWordListScreen(["casino"]), "Win at the CASINO!");
    expect(refusal).toMatchObject({
      code: "invalid",
      fields: { text: "holds a word that is not allowed here" },
    });
    expect(String(refusal)).not.toContain("CASINO");
  });

  it("[SCREEN1] accepts everything where there is no screen", async () => {
    expect(await refuse(undefined, "casino")).toBe("accepted");
  });

  it("[SCREEN2] accepts when the screen fails, and when it does not answer in time", async () => {
    const broken = { check: () => Promise.reject(new Error("the filter is down")) };
    expect(await refuse(broken, "casino")).toBe("accepted");
    const waits: number[] = [];
    const clock = { sleep: async (ms: number) => void waits.push(ms) };
    expect(await refuse({ check: never }, "casino", clock)).toBe("accepted");
    expect(waits).toEqual([screenTimeoutMs]);
  });
});

describe("the list of words", () => {
  it.each([
    ["spam", "spam"],
    ["SPAM", "it is Spam, is it not"],
    ["free money", "FREE\n  money!!"],
    ["naïve", "nai\u0308ve"],
    ["spam", "ｓｐａｍ"],
  ])("finds %j in %j", async (word, text) => {
    expect(await refuse(createWordListScreen([word]), text)).toMatchObject({ code: "invalid" });
  });

  it.each([
    ["ass", "first class"],
    ["free money", "money is free"],
    ["", "anything"],
    ["!!", "wow!!"],
  ])("does not find %j in %j", async (word, text) => {
    expect(await refuse(createWordListScreen([word]), text)).toBe("accepted");
  });
});
