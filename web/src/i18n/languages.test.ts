import { describe, expect, it } from "vitest";
import { chooseLanguage, regionalLocale } from "./languages.ts";

describe("chooseLanguage", () => {
  it("takes the first wish that can be met, whatever its region", () => {
    expect(chooseLanguage(["de-AT", "es-MX", "en-GB"])).toBe("es");
    expect(chooseLanguage(["AR-eg"])).toBe("ar");
  });

  it("falls back to English, also for names that every object has", () => {
    expect(chooseLanguage([])).toBe("en");
    expect(chooseLanguage(["toString", "constructor-x"])).toBe("en");
  });
});

describe("regionalLocale", () => {
  it("keeps the browser's region of the language that is spoken", () => {
    expect(regionalLocale("en", ["es-MX", "en-GB", "en-US"])).toBe("en-GB");
    expect(regionalLocale("ar", ["en-GB"])).toBe("ar");
  });
});
