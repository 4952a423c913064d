import { describe, expect, it } from "vitest";
import { HttpHookSender } from "./http-hook-sender.ts";
import { isPublicAddress } from "./public-address.ts";

describe("isPublicAddress", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("[HOOK5] takes %s for public", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
    "example.com",
    "",
  ])("[HOOK5] does not take %j for public", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("an address that events are to be sent to", () => {
  const sender = new HttpHookSender({ targets: "public" });

  it.each([
    "http://example.com/hook",
    "ftp://example.com/hook",
    "https://127.0.0.1/hook",
    "https://2130706433/hook",
    "https://0x7f.1/hook",
    "https://0177.0.0.1/hook",
    "https://[::1]/hook",
    "https://[::ffff:169.254.169.254]/hook",
    "https://localhost/hook",
    "https://api.localhost./hook",
    "https://user:secret@example.com/hook",
    "not an address",
  ])("[HOOK5] is not %s", (url) => expect(sender.findFault(url)).toMatch(/^must /));

  it("[HOOK5] is on the public internet, and elsewhere only for the local cloud", () => {
    expect(sender.findFault("https://example.com:8443/hook?key=1")).toBeUndefined();
    const local = new HttpHookSender({ targets: "any" });
    expect(local.findFault("http://localhost:4000/hook")).toBeUndefined();
    expect(local.findFault("ftp://localhost/hook")).toBe("must begin with https://");
  });
});
