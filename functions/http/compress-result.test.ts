import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { compressResult } from "./compress-result.ts";

const body = JSON.stringify({ messages: Array.from({ length: 50 }, (_, seq) => ({ seq, text: "said ✓" })) });
const long = { statusCode: 200, headers: { "content-type": "application/json" }, body };

it.each(["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.5"])(
  "a long answer is sent in gzip to who takes %s",
  (accepted) => {
    const result = compressResult(long, accepted);
    expect(result.headers).toEqual({
      "content-type": "application/json",
      vary: "accept-encoding",
      "content-encoding": "gzip",
    });
    expect(result.isBase64Encoded).toBe(true);
    const bytes = Buffer.from(result.body ?? "", "base64");
    expect(bytes.byteLength).toBeLessThan(body.length / 4);
    expect(gunzipSync(bytes).toString()).toBe(body);
  },
);

it.each([undefined, "", "identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip"])(
  "a long answer is sent as it is to who takes %s",
  (accepted) => {
    const headers = { ...long.headers, vary: "accept-encoding" };
    expect(compressResult(long, accepted)).toEqual({ ...long, headers });
  },
);

it("what varies already goes on varying", () => {
  const result = compressResult({ ...long, headers: { vary: "Origin" } }, "gzip");
  expect(result.headers?.["vary"]).toBe("Origin, accept-encoding");
});

it.each([{ statusCode: 204 }, { statusCode: 200, body: "{}" }])("a short answer is left alone", (short) => {
  expect(compressResult(short, "gzip")).toEqual(short);
});
