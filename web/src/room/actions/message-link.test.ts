import { describe, expect, it } from "vitest";
import { messagePath, readSeqAsked } from "./message-link.ts";

describe("a link to a message", () => {
  it("leads back to the seq that it was made of", () => {
    const [, query = ""] = messagePath("rom_1", 42).split("?");
    expect(readSeqAsked(query)).toBe(42);
  });

  it.each(["", "at=", "at=0", "at=-3", "at=1.5", "at=x", "at=1e99", "other=3"])(
    "asks for no seq by %j",
    (query) => {
      expect(readSeqAsked(query)).toBeUndefined();
    },
  );
});
