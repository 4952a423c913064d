import { describe, expect, it } from "vitest";
import { withImports } from "./bundle-sizes.ts";

describe("what a page downloads", () => {
  const scripts = new Map([
    ["page.js", 'import{a}from"./one.js";import"./two.js";const later=()=>import("./lazy.js");'],
    ["one.js", 'import{b}from"./two.js";'],
    ["two.js", 'import{c}from"./one.js";'],
    ["lazy.js", ""],
  ]);

  it("is its chunk and all that it imports, each once, but not what it may import later", () => {
    expect([...withImports(scripts, ["page.js"])].toSorted()).toEqual(["one.js", "page.js", "two.js"]);
  });
});
