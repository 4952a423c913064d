import { expect, it } from "vitest";
import { formatSpan } from "./format-span.ts";

it("takes the largest unit that divides the span", () => {
  expect(formatSpan("en", 30_000)).toBe("30 seconds");
  expect(formatSpan("en", 90_000)).toBe("90 seconds");
  expect(formatSpan("en", 3_600_000)).toBe("1 hour");
  expect(formatSpan("en", 604_800_000)).toBe("1 week");
});

it("speaks the language", () => {
  expect(formatSpan("es", 900_000)).toBe("15 minutos");
});
