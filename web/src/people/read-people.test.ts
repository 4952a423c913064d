import { expect, it } from "vitest";
import { readPeople, unknownPeople } from "./read-people.ts";

it("reads names apart by commas, semicolons or spaces, each once and without the at sign", () => {
  expect(readPeople(" @mara, ilias;ada@example.org  mara،yusuf ")).toEqual([
    "mara",
    "ilias",
    "ada@example.org",
    "yusuf",
  ]);
  expect(readPeople(" ,; ")).toEqual([]);
});

it("names those whom the service does not know", () => {
  expect(unknownPeople(["mara", "nobody"], { "members.1": "is not known", name: "x" })).toEqual(["nobody"]);
});
