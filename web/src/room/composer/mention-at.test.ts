import { describe, expect, it } from "vitest";
import { completeMention, matchPeople, mentionAt } from "./mention-at.ts";

describe("a mention that is being written", () => {
  it.each([
    ["@", 0, ""],
    ["hello @ad", 6, "ad"],
    ["(@ad", 1, "ad"],
    ["a @b c @d.e", 7, "d.e"],
  ])("is found at the end of %j", (text, start, query) => {
    expect(mentionAt(text, text.length)).toEqual({ start, query });
  });

  it.each(["", "ada@example", "@ada ", "https://x/@ada", "@@a"])("is not found at the end of %j", (text) => {
    expect(mentionAt(text, text.length)).toBeUndefined();
  });

  it("is what ends at the caret, wherever the text ends", () => {
    expect(mentionAt("@ad and more", 3)).toEqual({ start: 0, query: "ad" });
  });

  it("is completed with one space behind it, and what followed stays", () => {
    expect(completeMention("hi @ad there", 6, { start: 3, query: "ad" }, "ada")).toEqual({
      text: "hi @ada there",
      caret: 8,
    });
  });
});

describe("the people who match", () => {
  const people = [
    { username: "zoe", name: "Ada", lastName: "Byron" },
    { username: "ada", name: "Zoé", lastName: "Zed" },
    { username: "bob", name: "Bob", lastName: "Ámos" },
  ];
  const found = (query: string) => matchPeople(people, query, 5).map(({ username }) => username);

  it("are found by any of their names, those by username first", () => {
    expect(found("ad")).toEqual(["ada", "zoe"]);
  });
  it("are found without accents and case", () => {
    expect(found("AMOS")).toEqual(["bob"]);
    expect(found("zoe")).toEqual(["zoe", "ada"]);
  });
  it("are all of them before anything is typed, and never more than asked", () => {
    expect(found("")).toEqual(["ada", "bob", "zoe"]);
    expect(matchPeople(people, "", 2)).toHaveLength(2);
  });
});
