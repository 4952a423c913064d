import type { Cloud } from "@parley/local/cloud";
import type { Me, Room } from "@parley/protocol";
import { callApi } from "./call-api.ts";

export interface Person {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly user: Me;
}

/** What is needed of a cloud to get in. */
type Doors = Pick<Cloud, "apiUrl" | "inboxUrl">;

interface StoredMail {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string; readonly html?: string };
}

let made = 0;

/** Signs a person up, follows the link of the verification mail and signs in: all over public interfaces. */
export async function createPerson(cloud: Doors, first = "Ada", address?: string): Promise<Person> {
  made += 1;
  const username = `${first.toLowerCase()}_${made}${Date.now().toString(36).slice(-5)}`;
  const email = address ?? `${username}@example.test`;
  const password = `correct horse ${username}`;
  const signUp = await callApi(cloud.apiUrl, {
    method: "POST",
    path: "/auth/sign-up/email",
    body: { name: first, lastName: "Tester", username, email, password },
  });
  if (signUp.status !== 200)
    throw new Error(`sign-up answered ${signUp.status} ${JSON.stringify(signUp.body)}`);
  const token = await readVerificationToken(cloud, email);
  const verified = await callApi(cloud.apiUrl, { path: `/auth/verify-email?token=${token}` });
  if (verified.status !== 200) throw new Error(`verification answered ${verified.status}`);
  return signIn(cloud, { username, email, password });
}

export async function signIn(
  cloud: Doors,
  known: { username: string; email: string; password: string },
): Promise<Person> {
  const { email, password } = known;
  const answer = await callApi(cloud.apiUrl, {
    method: "POST",
    path: "/auth/sign-in/email",
    body: { email, password },
  });
  const token = answer.headers.get("set-auth-token");
  if (token === null) throw new Error(`sign-in answered ${answer.status} ${JSON.stringify(answer.body)}`);
  const me = await callApi<{ user: Me }>(cloud.apiUrl, { path: "/me", token });
  return { ...known, token, user: me.body.user };
}

const mailTimeoutMs = 5_000;

/** Every mail to an address, oldest first. */
export async function readMails(cloud: Doors, email: string): Promise<StoredMail[]> {
  const store = (await (await fetch(`${cloud.inboxUrl}/store`)).json()) as { emails: StoredMail[] };
  return store.emails.filter(({ destination }) => destination.to.some((to) => to.includes(email)));
}

/** The token in the link of the newest mail to an address. */
export async function readVerificationToken(cloud: Doors, email: string): Promise<string> {
  for (const deadlineMs = Date.now() + mailTimeoutMs; Date.now() < deadlineMs; ) {
    const mail = (await readMails(cloud, email)).at(-1);
    const token = /[?&]token=([^\s&"'<>]+)/.exec(mail?.body.text ?? "")?.[1];
    if (token !== undefined) return token;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail with a link came for ${email}`);
}

/** Creates a room and returns it. */
export async function createRoom(
  cloud: Doors,
  owner: Person,
  body: { name?: string; visibility?: "public" | "private"; members?: string[] } = {},
): Promise<Room> {
  const answer = await callApi<{ room: Room }>(cloud.apiUrl, {
    method: "POST",
    path: "/rooms",
    token: owner.token,
    body: { name: "A room", visibility: "public", ...body },
  });
  if (answer.status !== 201)
    throw new Error(`creating a room answered ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.room;
}

export async function joinRoom(cloud: Doors, person: Person, room: string): Promise<void> {
  const answer = await callApi(cloud.apiUrl, {
    method: "POST",
    path: `/rooms/${room}/join`,
    token: person.token,
  });
  if (answer.status !== 200)
    throw new Error(`joining answered ${answer.status} ${JSON.stringify(answer.body)}`);
}
