import { describe, expect, it } from "vitest";
import { callNames, fullName, type NamedPerson } from "./person-name.ts";

const person = (id: string, name: string, lastName: string): NamedPerson => ({
  id,
  name,
  lastName,
  username: id,
});

describe("callNames", () => {
  it("calls by first name whoever has it alone", () => {
    const names = callNames([person("a", "Ada", "Okonkwo"), person("m", "Mara", "Lindqvist")]);
    expect([...names]).toEqual([
      ["a", "Ada"],
      ["m", "Mara"],
    ]);
  });

  it("tells namesakes apart by initial, and by full name where that is not enough", () => {
    const names = callNames([
      person("1", "Ada", "Okonkwo"),
      person("2", "ada", "Lindqvist"),
      person("3", "Ada", "Larsson"),
    ]);
    expect(names.get("1")).toBe("Ada O.");
    expect(names.get("2")).toBe("ada Lindqvist");
    expect(names.get("3")).toBe("Ada Larsson");
  });

  it("falls back to the username", () => {
    expect(callNames([person("x9", "", "")]).get("x9")).toBe("x9");
    expect(fullName(person("x9", " ", ""))).toBe("x9");
  });

  it("keeps an initial whole that takes two code units", () => {
    const names = callNames([person("1", "Bo", "𠮷田"), person("2", "Bo", "Ek")]);
    expect(names.get("1")).toBe("Bo 𠮷.");
  });
});
