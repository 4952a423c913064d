import type { Cloud } from "@parley/local/cloud";
import { vi } from "vitest";
import { withAccount } from "../account.ts";
import { createChat } from "../create-chat.ts";

interface Mail {
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

/** The token of the last link that was mailed to an address. */
export async function mailedToken(cloud: Cloud, email: string): Promise<string> {
  return vi.waitFor(async () => {
    const { emails } = (await (await fetch(`${cloud.inboxUrl}/store`)).json()) as { emails: Mail[] };
    const mail = emails.findLast(({ destination }) => destination.to.some((to) => to.includes(email)));
    const token = /[?&]token=([^\s&"'<>]+)/.exec(mail?.body.text ?? "")?.[1];
    if (token === undefined) throw new Error(`no mail for ${email}`);
    return token;
  }, 10_000);
}

/** An account that can be signed in to. */
export async function signUpVerified(
  cloud: Cloud,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const chat = withAccount(createChat({ apiUrl: cloud.apiUrl }));
  const email = `${username}@example.test`;
  await chat.account.signUp({ name: username, lastName: "Tester", username, email, password });
  await chat.account.verifyEmail({ token: await mailedToken(cloud, email) });
  chat.close();
}
