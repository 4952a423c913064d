import { expect, test } from "vitest";
import { createHttpAnswer } from "./http-answer.ts";

const answer = (payload: unknown) => {
  const { status, headers, body } = createHttpAnswer({ ok: true, payload, requestId: "1" });
  return { status, headers, body: body.toString() };
};
const failed = {
  status: 500,
  headers: { "content-type": "application/json" },
  body: '{"message":"Internal Server Error"}',
};

test("status, headers, cookies and body are as the function says", () => {
  const payload = { statusCode: 201, headers: { "X-A": 1 }, cookies: ["a=1", "b=2"], body: "ü" };
  expect(answer(payload)).toEqual({
    status: 201,
    headers: { "x-a": "1", "content-type": "text/plain;charset=utf-8", "set-cookie": ["a=1", "b=2"] },
    body: "ü",
  });
});

test("a base64 body is decoded", () => {
  const body = Buffer.from("binary").toString("base64");
  expect(answer({ statusCode: 200, body, isBase64Encoded: true }).body).toBe("binary");
});

test("a payload without statusCode is the JSON body of a 200", () => {
  expect(answer({ hello: 1 })).toEqual({
    status: 200,
    headers: { "content-type": "application/json" },
    body: '{"hello":1}',
  });
  expect(answer("text").body).toBe("text");
});

test("a failure, a status that is none and a body that is no text: 500", () => {
  const failure = createHttpAnswer({ ok: false, errorType: "Error", errorMessage: "secret", requestId: "1" });
  expect({ ...failure, body: failure.body.toString() }).toEqual(failed);
  for (const payload of [{ statusCode: "x" }, { statusCode: 99 }, { statusCode: 200, body: {} }]) {
    expect(answer(payload)).toEqual(failed);
  }
});

test("a function that Lambda refuses to run for want of concurrency: 503", () => {
  const refused = {
    ok: false,
    errorType: "TooManyRequestsException",
    errorMessage: "",
    requestId: "1",
  } as const;
  expect(createHttpAnswer(refused).status).toBe(503);
});
