import { describe, expect, it } from "vitest";
import { mailIdentity, readSettings } from "./settings.ts";

const mail = { PARLEY_MAIL_FROM: "Parley <chat@example.com>" };
const read = (stage: string, variables: Record<string, string> = {}, live = false) =>
  readSettings({ stage, live, variables: { ...mail, ...variables } });

describe("readSettings", () => {
  it("gives production its guard, and any unknown name what a person's own stage gets", () => {
    expect(read("production")).toMatchObject({ guarded: true, reserveConcurrency: true, zones: 2 });
    expect(read("ada")).toMatchObject({ guarded: false, reserveConcurrency: false, zones: 1 });
  });

  it("asks for a sender of mails by name", () => {
    expect(() => readSettings({ stage: "staging", live: false, variables: {} })).toThrow(
      "PARLEY_MAIL_FROM is missing",
    );
  });

  it.each([
    ["PARLEY_DOMAIN", "https://chat.example.com"],
    ["PARLEY_DOMAIN", "chat"],
    ["PARLEY_NAT", "free"],
    ["PARLEY_CACHE", "memcached"],
    ["PARLEY_ZONES", "0"],
    ["PARLEY_ZONES", "4"],
    ["PARLEY_BUDGET_USD", "12.5"],
    ["PARLEY_LIMIT_MESSAGES", "10/fortnight"],
    ["PARLEY_LIMIT_MESSAGES", "0/second"],
    ["PARLEY_ORIGINS_EXTRA", "http://example.com"],
    ["PARLEY_ORIGINS_EXTRA", "https://example.com/"],
    ["PARLEY_MAIL_FROM", "nobody"],
    ["PARLEY_MAIL_FROM", "a@b.c\r\nBcc: d@e.f"],
    ["PARLEY_TRACING", "yes"],
    ["PARLEY_CACHE_SHARDS", "-1"],
  ])("refuses %s=%s and names it", (name, value) => {
    expect(() => read("staging", { [name]: value })).toThrow(name);
  });

  it.each(["Production", "a b", "", "very-long-name-of-a-stage", "1st"])("refuses the stage %j", (stage) => {
    expect(() => read(stage)).toThrow("stage");
  });

  it("gives a serverless cache the two zones that it needs", () => {
    expect(read("staging", { PARLEY_CACHE: "serverless" })).toMatchObject({
      cache: { kind: "serverless" },
      zones: 2,
    });
  });

  it("takes the local stack's stores with sst dev, and reserves nothing there", () => {
    const stores = {
      REDIS_URL: "redis://127.0.0.1:6379",
      DATABASE_URL: "postgres://u:p@127.0.0.1/parley",
      DATABASE_WS_PROXY: "127.0.0.1:5488/v2",
    };
    expect(read("production", stores, true)).toMatchObject({
      reserveConcurrency: false,
      local: { redisUrl: stores.REDIS_URL, databaseWsProxy: stores.DATABASE_WS_PROXY },
    });
    expect(() => read("dev", {}, true)).toThrow("REDIS_URL is missing");
  });

  it("treats an empty variable as an absent one", () => {
    expect(read("staging", { PARLEY_DOMAIN: "", PARLEY_NAT: " " })).not.toHaveProperty("domain");
  });
});

describe("mailIdentity", () => {
  it("is the sender's domain where the page is under it, else the address alone", () => {
    const mailFrom = "Parley <chat@example.com>";
    expect(mailIdentity({ mailFrom, domain: "chat.example.com" })).toBe("example.com");
    expect(mailIdentity({ mailFrom, domain: "example.com" })).toBe("example.com");
    expect(mailIdentity({ mailFrom, domain: "notexample.com" })).toBe("chat@example.com");
    expect(mailIdentity({ mailFrom })).toBe("chat@example.com");
  });
});
