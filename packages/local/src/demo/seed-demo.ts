/** A few people and a lively room, made through the public API as anybody would make them. */
import { setTimeout as sleep } from "node:timers/promises";
import { conversation, demoPassword, people, room } from "./script.ts";

export interface DemoDoors {
  readonly apiUrl: string;
  /** Where the mails of sign-up arrive. */
  readonly inboxUrl: string;
}

interface StoredMail {
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

const attemptsMax = 20;
const mailWaitMs = 100;
const mailLooksMax = 100;

/**
 * Makes the demo unless it is there; resolves with what to sign in with.
 *
 * @throws {Error} with the API's own answer, when it refuses.
 */
export async function seedDemo(
  doors: DemoDoors,
): Promise<{ readonly email: string; readonly password: string }> {
  const [first] = people;
  const known = { email: first.email, password: demoPassword };
  if ((await signIn(doors, first.email)) !== undefined) return known;
  const tokens = new Map<string, string>();
  for (const person of people) tokens.set(person.username, await signUp(doors, person));
  const tokenOf = (username: string) => tokens.get(username) ?? "";
  const made = await call(doors, {
    method: "POST",
    path: "/rooms",
    token: tokenOf(first.username),
    body: room,
  });
  const { id } = (made.body as { readonly room: { readonly id: string } }).room;
  for (const { username } of people.slice(1)) {
    await call(doors, { method: "POST", path: `/rooms/${id}/join`, token: tokenOf(username) });
  }
  for (const [index, [username, text]] of conversation.entries()) {
    // An id of its own per line, so that a repeated try is the same message.
    const body = { id: `demo-${index}`, text };
    await call(doors, { method: "POST", path: `/rooms/${id}/messages`, token: tokenOf(username), body });
  }
  return known;
}

async function signUp(doors: DemoDoors, person: (typeof people)[number]): Promise<string> {
  const body = { ...person, password: demoPassword };
  await call(doors, { method: "POST", path: "/auth/sign-up/email", body });
  const verification = await readVerificationToken(doors, person.email);
  await call(doors, { method: "GET", path: `/auth/verify-email?token=${verification}` });
  const token = await signIn(doors, person.email);
  if (token === undefined) throw new Error(`The demo's ${person.name} cannot sign in.`);
  return token;
}

async function signIn(doors: DemoDoors, email: string): Promise<string | undefined> {
  const answer = await fetch(`${doors.apiUrl}/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  await answer.arrayBuffer();
  return answer.headers.get("set-auth-token") ?? undefined;
}

async function readVerificationToken({ inboxUrl }: DemoDoors, email: string): Promise<string> {
  for (let look = 0; look < mailLooksMax; look += 1) {
    const { emails } = (await (await fetch(`${inboxUrl}/store`)).json()) as {
      readonly emails: readonly StoredMail[];
    };
    const mail = emails.findLast(({ destination }) => destination.to.some((to) => to.includes(email)));
    const token = /[?&]token=([^\s&"'<>]+)/.exec(mail?.body.text ?? "")?.[1];
    if (token !== undefined) return token;
    await sleep(mailWaitMs);
  }
  throw new Error(`No mail came for the demo's ${email}.`);
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
}

/** Calls the API, and waits as long as it says when it is too soon. */
async function call(
  { apiUrl }: DemoDoors,
  { method, path, token, body }: Call,
): Promise<{ readonly body: unknown }> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.ok) return { body: text.startsWith("{") ? JSON.parse(text) : undefined };
    const wait = /"retryAfterMs":(\d+)/.exec(text)?.[1];
    if (wait === undefined || attempt === attemptsMax) {
      throw new Error(
        `The demo could not be made: ${method} ${path.split("?")[0]} answered ${answer.status} ${text}`,
      );
    }
    await sleep(Number(wait));
  }
}
