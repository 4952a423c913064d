import { expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";

const seed = Date.now() % 2 ** 31;

it(`[SEC9] [SEC20] whatever is thrown at the functions is answered as the contract has it (seed ${seed})`, async () => {
  const reports = await fuzz({ seed, frames: 2_000, calls: 500, bytes: 400 });
  const { frames, calls, bytes } = reports;
  expect({ frames: frames.faults, calls: calls.faults, bytes: bytes.faults }).toEqual({
    frames: [],
    calls: [],
    bytes: [],
  });
  expect(frames.answers).toMatchObject({ invalid: expect.any(Number), pong: expect.any(Number) });
}, 120_000);
