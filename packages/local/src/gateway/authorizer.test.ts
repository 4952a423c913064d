import { expect, test } from "vitest";
import { hasIdentitySources, readVerdict } from "./authorizer.ts";

const methodArn = "arn:aws:execute-api:us-east-1:000000000000:local/v1/$connect";
const statement = (
  Effect: string,
  Resource: unknown = methodArn,
  Action: unknown = "execute-api:Invoke",
) => ({
  Effect,
  Resource,
  Action,
});

function verdict(Statement: unknown, more: object = {}) {
  const payload = { principalId: "usr_1", policyDocument: { Statement }, ...more };
  return readVerdict({ ok: true, payload, requestId: "1" }, { methodArn, bytesMax: 8_192 });
}

test("an Allow for the method's ARN allows, with the principal in the context", () => {
  expect(verdict([statement("Allow")])).toEqual({ kind: "allow", context: { principalId: "usr_1" } });
  expect(verdict(statement("Allow"))).toMatchObject({ kind: "allow" });
});

test("without an Allow the answer is no", () => {
  for (const statements of [[], undefined, [statement("allow")], ["Allow"], [{}]]) {
    expect(verdict(statements)).toEqual({ kind: "deny" });
  }
});

test("an explicit Deny wins, wherever it stands", () => {
  expect(verdict([statement("Allow"), statement("Deny")])).toEqual({ kind: "deny" });
  expect(verdict([statement("Deny"), statement("Allow")])).toEqual({ kind: "deny" });
});

test.for([
  ["*", true],
  ["arn:aws:execute-api:*:*:local/v1/*", true],
  ["arn:aws:execute-api:us-east-1:000000000000:local/v?/$connect", true],
  [["arn:other", "*"], true],
  ["arn:aws:execute-api:us-east-1:000000000000:local/v1/", false],
  ["arn:aws:execute-api:us-east-1:000000000000:local/v2/*", false],
  ["arn:aws:execute-api:us-east-1:000000000000:local/v1.$connect", false],
] as const)("the resource %j matches as IAM's wildcards do", ([resource, allowed]) => {
  expect(verdict(statement("Allow", resource)).kind).toBe(allowed ? "allow" : "deny");
});

test.for([
  ["execute-api:*", true],
  ["*", true],
  ["EXECUTE-API:invoke", true],
  ["execute-api:ManageConnections", false],
  ["s3:*", false],
] as const)("the action %s matches without regard to case", ([action, allowed]) => {
  expect(verdict(statement("Allow", methodArn, action)).kind).toBe(allowed ? "allow" : "deny");
});

test("a statement that uses what is not documented never allows, and denies as if it applied", () => {
  expect(verdict({ ...statement("Allow"), Condition: {} })).toEqual({ kind: "deny" });
  const unlike = { ...statement("Deny", "arn:other"), NotResource: "x" };
  expect(verdict([statement("Allow"), unlike])).toEqual({ kind: "deny" });
});

test("the context is kept as strings; null is left out; an object or a list breaks the authorizer", () => {
  const context = { text: "a", number: 1.5, flag: false, nothing: null };
  expect(verdict(statement("Allow"), { context })).toEqual({
    kind: "allow",
    context: { text: "a", number: "1.5", flag: "false", principalId: "usr_1" },
  });
  for (const value of [{}, []]) {
    expect(verdict(statement("Allow"), { context: { value } })).toMatchObject({ kind: "broken" });
  }
});

test("an answer without a principal or a policy, or none at all, breaks the authorizer", () => {
  expect(verdict(statement("Allow"), { principalId: "" })).toMatchObject({ kind: "broken" });
  expect(verdict(statement("Allow"), { policyDocument: "x" })).toMatchObject({ kind: "broken" });
  const input = { methodArn, bytesMax: 8_192 };
  expect(readVerdict({ ok: true, payload: null, requestId: "1" }, input)).toMatchObject({ kind: "broken" });
});

test("identity sources are all needed, from the query and from headers in any case", () => {
  const request = { query: new URLSearchParams("ticket=a&empty="), headers: { authorization: "b" } };
  const has = (sources: string) => hasIdentitySources(sources, request);
  expect(has("route.request.querystring.ticket")).toBe(true);
  expect(has("route.request.querystring.empty")).toBe(false);
  expect(has("route.request.header.Authorization")).toBe(true);
  expect(has("route.request.querystring.ticket, route.request.header.Authorization")).toBe(true);
  expect(has("route.request.querystring.ticket,route.request.header.Missing")).toBe(false);
});
