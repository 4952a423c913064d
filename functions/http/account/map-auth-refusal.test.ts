import { describe, expect, it } from "vitest";
import { mapAuthRefusal } from "./map-auth-refusal.ts";

describe("a refusal of Better Auth", () => {
  it.each([
    [401, "INVALID_EMAIL_OR_PASSWORD", "unauthenticated"],
    [401, "INVALID_USERNAME_OR_PASSWORD", "unauthenticated"],
    [422, "USERNAME_TOO_SHORT", "unauthenticated"],
    [403, "EMAIL_NOT_VERIFIED", "email_unverified"],
    [400, "USERNAME_IS_ALREADY_TAKEN", "conflict"],
    [400, "INVALID_TOKEN", "invalid"],
    [401, "FAILED_TO_GET_SESSION", "unauthenticated"],
    [500, "FAILED_TO_GET_SESSION", "unavailable"],
    [422, "FAILED_TO_CREATE_USER", "unavailable"],
    [400, "SOMETHING_NEW", "invalid"],
    [403, undefined, "forbidden"],
    [404, undefined, "not_found"],
    [415, undefined, "invalid"],
    [500, undefined, "unavailable"],
    [500, "INTERNAL_SERVER_ERROR", "unavailable"],
    [500, "SOMETHING_NEW", "internal"],
  ])("of status %i and code %s is %s", (status, code, expected) => {
    expect(mapAuthRefusal(status, code).code).toBe(expected);
  });

  it("[SEC14] of a wrong name and of a wrong password read alike", () => {
    const byName = mapAuthRefusal(401, "INVALID_USERNAME_OR_PASSWORD");
    const byAddress = mapAuthRefusal(401, "INVALID_EMAIL_OR_PASSWORD");
    expect(byName.message).toBe(byAddress.message);
    expect(byName.fields).toEqual(byAddress.fields);
  });

  it("that stands for an outage says in the log which one it was", () => {
    expect(mapAuthRefusal(500, "FAILED_TO_GET_SESSION").cause).toMatchObject({
      message: "Better Auth answered 500 FAILED_TO_GET_SESSION",
    });
  });

  it("with a code named like an object's own parts is mapped by its status", () => {
    expect(mapAuthRefusal(400, "constructor").code).toBe("invalid");
  });
});
