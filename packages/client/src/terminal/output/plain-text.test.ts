import { expect, test } from "vitest";
import { plainJson, plainLine, plainText } from "./plain-text.ts";

const escape = "\u001b";

test("escape sequences are taken out whole", () => {
  expect(plainText(`${escape}[31mred${escape}[0m`)).toBe("red");
  expect(plainText(`${escape}[2J${escape}[Hgone`)).toBe("gone");
  expect(plainText(`${escape}]0;title\u0007after`)).toBe("after");
  expect(plainText(`${escape}]8;;https://evil.test${escape}\\click${escape}]8;;${escape}\\`)).toBe("click");
});

test.each([
  ["an unfinished sequence", `a${escape}`],
  ["an application command", `a${escape}_Gpayload${escape}\\`],
  ["a device control string", `a${escape}P$q"p${escape}\\`],
  ["eight-bit control sequences", "a\u009b31mb\u009d0;t\u0007"],
  ["backspaces", "safe\b\b\b\bevil"],
  ["a bell, a null and a delete", "a\u0007\u0000\u007fb"],
  ["a carriage return that would overwrite the line", "good\revil"],
  ["an override of the direction", "abc\u202edef\u202c\u2066x\u2069"],
])("%s leaves no control character behind", (_what, text) => {
  // oxlint-disable-next-line no-control-regex
  expect(plainText(text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test("text in any script, emoji and line feeds stay as they are", () => {
  const text = "Ærø, مرحبا, 你好\nfamily: 👩‍👩‍👧 flag: 🏴󠁧󠁢󠁥󠁮󠁧󠁿";
  expect(plainText(text)).toBe(text);
});

test("half a character is replaced", () => {
  expect(plainText("a\ud83d")).toBe("a\ufffd");
});

test("a name is one line", () => {
  expect(plainLine(" Ada\n[12:00] root:\t hello ")).toBe("Ada [12:00] root: hello");
});

test("JSON holds the exact text, escaped", () => {
  const text = `${escape}[31m\u009b\u202e\n"`;
  const line = plainJson({ text });
  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(JSON.parse(line)).toEqual({ text });
});
