import { expect, test } from "vitest";
import { CommandFailure } from "./command-failure.ts";
import { parseCommandLine } from "./command-line.ts";
import { serviceUrl } from "./service-url.ts";

const commandOf = (line: string) => parseCommandLine(line.split(" ").filter((word) => word !== "")).command;

test("a command gets its operands, its options and what they are without being given", () => {
  expect(commandOf("")).toEqual({ name: "help" });
  expect(commandOf("send Lobby --help")).toEqual({ name: "help" });
  expect(commandOf("send Lobby well met")).toEqual({
    name: "send",
    room: "Lobby",
    text: "well met",
    byLine: false,
    waitMs: 60_000,
  });
  expect(commandOf("send Lobby --lines --wait 0.5")).toMatchObject({ byLine: true, waitMs: 500 });
  expect(commandOf("sign-in")).toEqual({ name: "sign-in" });
  expect(commandOf("sign-in ada")).toEqual({ name: "sign-in", login: "ada" });
  expect(commandOf("sign-in --login ada")).toEqual({ name: "sign-in", login: "ada" });
  expect(commandOf("history Lobby")).toEqual({ name: "history", room: "Lobby", limit: 50 });
  expect(commandOf("demo Lobby --rate 0.5 --count 3")).toMatchObject({ perSecond: 0.5, count: 3 });
  expect(parseCommandLine(["rooms", "--json", "--url", "example.org"])).toMatchObject({
    json: true,
    url: "example.org",
  });
});

test("a text that looks like an option is sent after two dashes", () => {
  expect(parseCommandLine(["send", "Lobby", "--", "--help"]).command).toMatchObject({ text: "--help" });
});

test.each([
  ["shout Lobby", 'There is no command "shout".'],
  ["chat", "`chat` needs a room."],
  ["sign-in ada secret", '`sign-in` does not take "secret".'],
  ["join Lobby Foyer", '`join` does not take "Foyer".'],
  ["rooms --limit 3", "`rooms` has no option --limit."],
  ["history Lobby --limit many", "--limit takes a number from 1 to 10000."],
  ["history Lobby --limit 1.5", "--limit takes a number from 1 to 10000."],
  ["demo Lobby --rate 0", "--rate takes a number from 0.01 to 100."],
  ["rooms --colour", "Unknown option '--colour'"],
])("`%s` is refused with exit code 2 and a reason", (line, reason) => {
  const parse = () => commandOf(line);
  expect(parse).toThrow(CommandFailure);
  expect(parse).toThrow(reason);
});

test("a service is named by any of its addresses", () => {
  expect(serviceUrl("https://chat.example.org/rooms/1")).toBe("https://chat.example.org");
  expect(serviceUrl("chat.example.org")).toBe("https://chat.example.org");
  expect(serviceUrl("http://localhost:3000/api")).toBe("http://localhost:3000");
  expect(serviceUrl("http://127.0.0.1:3000")).toBe("http://127.0.0.1:3000");
});

test.each(["http://chat.example.org", "http://127.0.0.1.evil.test", "ftp://localhost", "://", ""])(
  "%s is not taken for the address of a service that a password may be sent to",
  (given) => {
    expect(() => serviceUrl(given)).toThrow(CommandFailure);
  },
);
