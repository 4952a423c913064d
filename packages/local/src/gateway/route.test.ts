import { expect, test } from "vitest";
import { createRouteTable, type GatewayRoute } from "./route.ts";

const route = (key: string): GatewayRoute => ({ key, function: "message", routeResponse: true });
const keys = ["send", "constructor", "$default", "$connect", "$disconnect"];
const table = createRouteTable(keys.map(route), "$request.body.action");

test.for([
  ['{"action":"send"}', "send"],
  ['{"action":"constructor"}', "constructor"],
  ['{"action":"Send"}', "$default"],
  ['{"action":"$connect"}', "$default"],
  ['{"action":"$disconnect"}', "$default"],
  ['{"action":{"action":"send"}}', "$default"],
  ['{"toString":1}', "$default"],
  ["{", "$default"],
] as const)("%s goes to %s", ([body, key]) => {
  expect(table.select(body)?.key).toBe(key);
});

test("a deeper expression reads a deeper field, and only own ones", () => {
  const deep = createRouteTable([route("send")], "$request.body.message.kind");
  expect(deep.select('{"message":{"kind":"send"}}')?.key).toBe("send");
  expect(deep.select('{"message":"send"}')).toBeUndefined();
  expect(deep.select('{"__proto__":{"message":{"kind":"send"}}}')).toBeUndefined();
});

test("$connect and $disconnect are found apart", () => {
  expect([table.connect?.key, table.disconnect?.key]).toEqual(["$connect", "$disconnect"]);
});
