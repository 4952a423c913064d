import { array, assert, constant, nat, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedAnswerError, ResponseReader } from "./response-reader.ts";

const read = (text: string) => new ResponseReader().push(Buffer.from(text, "latin1"));
const ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
const chunked =
  "HTTP/1.1 410 Gone\r\nTransfer-Encoding: chunked\r\nx-amzn-ErrorType: GoneException\r\n\r\n5;a=b\r\nhello\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: x\r\n\r\n";

describe("the response reader", () => {
  it.each([
    ["an empty 200", ok, { status: 200, reusable: true }],
    ["a body by length", "HTTP/1.1 413 \r\nCONTENT-LENGTH:\t2 \r\n\r\n{}", { status: 413, reusable: true }],
    ["a body in chunks", chunked, { status: 410, errorType: "GoneException", reusable: true }],
    ["a 204 without a length", "HTTP/1.1 204 No Content\r\n\r\n", { status: 204, reusable: true }],
    ["an interim answer first", `HTTP/1.1 100 Continue\r\n\r\n${ok}`, { status: 200, reusable: true }],
    ["Connection: close", ok.replace("\r\n\r\n", "\r\nConnection: Foo, Close\r\n\r\n"), { reusable: false }],
    ["HTTP/1.0", ok.replace("1.1", "1.0"), { status: 200, reusable: false }],
    ["a body up to the end", "HTTP/1.1 502 Bad Gateway\r\n\r\nwhat", { status: 502, reusable: false }],
    ["bytes beyond the answer", `${ok}H`, { status: 200, reusable: false }],
  ])("understands %s, however it is cut into pieces that come in the same memory", (_, text, expected) => {
    const bytes = Buffer.from(text, "latin1");
    expect(read(text)).toMatchObject(expected);
    assert(
      property(array(nat(bytes.length), { maxLength: 6 }), (cuts) => {
        const reader = new ResponseReader();
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        let answer: unknown;
        for (let piece = 1; piece < at.length && answer === undefined; piece += 1) {
          const part = Buffer.from(bytes.subarray(at[piece - 1], at[piece]));
          if (part.length > 0) answer = reader.push(part);
          part.fill("?");
        }
        // Whether the byte beyond the answer is seen with it depends on the cut.
        expect(answer).toMatchObject(text.endsWith("H") ? { status: 200 } : expected);
      }),
    );
  });

  it("says whether an answer has begun", () => {
    const reader = new ResponseReader();
    expect(reader.begun).toBe(false);
    reader.push(Buffer.from("H"));
    expect(reader.begun).toBe(true);
    reader.push(Buffer.from(ok.slice(1)));
    expect(reader.begun).toBe(false);
  });

  it.each([
    ["another protocol", "SSH-2.0-OpenSSH\r\n\r\n"],
    ["HTTP/2's preface", "HTTP/2 200\r\n\r\n"],
    ["a status out of range", "HTTP/1.1 999 No\r\n\r\n"],
    ["an upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n"],
    ["a folded field", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"],
    ["a field without a colon", "HTTP/1.1 200 OK\r\nbroken\r\n\r\n"],
    ["a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 0\r\n\r\nx"],
    ["a list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx"],
    ["a signed length", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx"],
    ["two framings", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["an unknown encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"],
    ["a chunk size that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n"],
    ["a chunk longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"],
    ["an endless head", `HTTP/1.1 200 OK\r\n${"A: b\r\n".repeat(20_000)}`],
    ["an endless body", `HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n${"x".repeat(70_000)}`],
  ])("refuses %s", (_, text) => {
    expect(() => read(text)).toThrow(MalformedAnswerError);
  });

  it("never fails but with its own error, whatever comes", () => {
    const pieces = array(oneof(string(), constant("\r\n"), constant("HTTP/1.1 200 OK")));
    const isExpected = (texts: readonly string[]) => {
      const reader = new ResponseReader();
      try {
        for (const text of texts) if (reader.push(Buffer.from(text)) !== undefined) return true;
        return true;
      } catch (error) {
        return error instanceof MalformedAnswerError;
      }
    };
    expect(() => assert(property(pieces, isExpected))).not.toThrow();
  });
});
