import { describe, expect, it } from "vitest";
import { writeKnownAddressMail } from "./write-known-address-mail.ts";
import { writeResetMail } from "./write-reset-mail.ts";
import { writeVerificationMail } from "./write-verification-mail.ts";

const site = "https://chat.example.test";
const link = `${site}/verify-email?token=abc&x=1`;

describe("a mail", () => {
  it("says the same as text and as HTML, with the link in both", () => {
    const mail = writeVerificationMail({ name: "Ada", link, site });
    expect(mail.text).toContain("Welcome, Ada.");
    expect(mail.text).toContain(link);
    expect(mail.html).toContain("Welcome, Ada.");
    expect(mail.html).toContain(`href="${site}/verify-email?token=abc&amp;x=1"`);
  });

  it("[SEC18] holds a name as text, whatever it is", () => {
    const name = `<img src=x onerror="alert('1')">&`;
    for (const mail of [
      writeVerificationMail({ name, link, site }),
      writeResetMail({ name, link, site }),
      writeKnownAddressMail({ name, site }),
    ]) {
      expect(mail.html).not.toContain("<img");
      expect(mail.html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
      expect(mail.text).toContain(name);
    }
  });

  it("loads nothing from anywhere", () => {
    const { html } = writeResetMail({ name: "Ada", link, site });
    expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|@import/);
  });

  it("has a subject of one line without what people may choose", () => {
    const subjects = [
      writeVerificationMail({ name: "A\r\nBcc: x", link, site }).subject,
      writeKnownAddressMail({ name: "A\r\nBcc: x", site }).subject,
    ];
    for (const subject of subjects) expect(subject).toMatch(/^[\w -]+$/);
  });
});
