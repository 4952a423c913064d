import { randomUUID } from "node:crypto";
import type {
  BotAnswer,
  CreatedOutgoingHookAnswer,
  IncomingHookAnswer,
  InviteAnswer,
  IssuedTokenAnswer,
  MessageAnswer,
  Room,
} from "@parley/protocol";
import { errors } from "@parley/protocol/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiAnswer, callApi } from "../../packages/lab/src/testing/call-api.ts";
import {
  createPerson,
  type Person,
  readVerificationToken,
} from "../../packages/lab/src/testing/create-person.ts";
import { noLimits } from "../../packages/lab/src/testing/no-limits.ts";
import { type Cloud, startCloud } from "../../packages/local/src/cloud.ts";
import { createApp } from "./app.ts";
import { type Operation, operations } from "./documents/operations.ts";
import { answerSchemas } from "./documents/schemas.ts";
import type { HttpDeps } from "./http-deps.ts";

/** Every documented operation, with good input and bad, on the running stack. */
let cloud: Cloud;
let ada: Person;
let bob: Person;
let eve: Person;
let root: Person;

beforeAll(async () => {
  cloud = await startCloud({
    environment: {
      ...noLimits,
      ADMIN_EMAIL: "root@example.test",
      GITHUB_CLIENT_ID: "contract",
      GITHUB_CLIENT_SECRET: "contract-secret",
    },
  });
  root = await createPerson(cloud, "Root", "root@example.test");
  [ada, bob, eve] = (await Promise.all(["Ada", "Bob", "Eve"].map((name) => createPerson(cloud, name)))) as [
    Person,
    Person,
    Person,
  ];
});
afterAll(() => cloud?.stop());

interface Good {
  readonly path?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly by?: Person;
  /** Whom it is about, rather than Bob. */
  readonly user?: string;
  /** The webhook, rather than the scene's incoming one. */
  readonly hook?: string;
  readonly session?: string;
}

interface Scene {
  readonly room: string;
  readonly message: string;
  readonly invite: InviteAnswer;
  readonly bot: string;
  readonly token: string;
  readonly hook: string;
  readonly secret: string;
}

/** A room of Ada's with Bob in it, a message of hers, a link and a webhook that lead there, and a bot of hers. */
async function setScene(): Promise<Scene> {
  const call = <T>(path: string, body: unknown) =>
    callApi<T>(cloud.apiUrl, { method: "POST", path, body, token: ada.token });
  const { body } = await call<{ room: Room }>("/rooms", {
    name: "Contract",
    visibility: "public",
    members: [bob.username],
  });
  const room = body.room.id;
  const said = await call<MessageAnswer>(`/rooms/${room}/messages`, { id: randomUUID(), text: "contract" });
  const invite = await call<InviteAnswer>(`/rooms/${room}/invites`, {});
  const hook = await call<IncomingHookAnswer>(`/rooms/${room}/hooks/incoming`, { name: "Contract" });
  return {
    room,
    message: said.body.message.id,
    invite: invite.body,
    hook: hook.body.hook.id,
    secret: hook.body.url.split("/").at(-1) ?? "",
    ...(await ownBot()),
  };
}

let knownBot: { bot: string; token: string } | undefined;
/** A bot of Ada's and the id of a token; made anew once it was deleted or the token revoked. */
async function ownBot(): Promise<{ bot: string; token: string }> {
  const call = <T>(path: string, method = "POST", body?: unknown) =>
    callApi<T>(cloud.apiUrl, { method, path, body, token: ada.token });
  const path = `/bots/${knownBot?.bot}/tokens`;
  const listed = await call<{ tokens?: { id: string }[] }>(path, "GET");
  if (listed.body.tokens?.some(({ id }) => id === knownBot?.token) && knownBot !== undefined) return knownBot;
  const made = await call<BotAnswer>("/bots", "POST", newBot());
  const bot = made.body.bot.id;
  const issued = await call<IssuedTokenAnswer>(`/bots/${bot}/tokens`, "POST", { label: "contract" });
  knownBot = { bot, token: issued.body.details.id };
  return knownBot;
}

const outgoing = { name: "Out", url: "https://receiver.example.test/hook", events: ["room.updated"] };
async function makeOutgoing(room: string): Promise<string> {
  const path = `/rooms/${room}/hooks/outgoing`;
  const made = await callApi<CreatedOutgoingHookAnswer>(cloud.apiUrl, {
    method: "POST",
    path,
    body: outgoing,
    token: ada.token,
  });
  return made.body.hook.id;
}

function newBot() {
  newcomers += 1;
  return { name: "Bot", username: `contract_bot_${newcomers}` };
}

let newcomers = 0;
function newcomer() {
  newcomers += 1;
  const username = `contract_${newcomers}`;
  const email = `${username}@example.test`;
  return { name: "New", lastName: "Comer", username, email, password: "correct horse battery" };
}

async function mailedToken(): Promise<{ token: string; email: string }> {
  const body = newcomer();
  await callApi(cloud.apiUrl, { method: "POST", path: "/auth/sign-up/email", body });
  return { token: await readVerificationToken(cloud, body.email), email: body.email };
}

async function resetToken(): Promise<string> {
  const person = await createPerson(cloud, "Reset");
  const { email } = person;
  const before = await readVerificationToken(cloud, email);
  await callApi(cloud.apiUrl, { method: "POST", path: "/auth/request-password-reset", body: { email } });
  let token = before;
  await expect
    .poll(async () => (token = await readVerificationToken(cloud, email)), { timeout: 5_000 })
    .not.toBe(before);
  return token;
}

/** What each operation is called with so that it is done. */
const good: Readonly<Record<string, (scene: Scene) => Good | Promise<Good>>> = {
  signUp: () => ({ body: newcomer() }),
  signInEmail: () => ({ body: { email: eve.email, password: eve.password } }),
  signInUsername: () => ({ body: { username: eve.username, password: eve.password } }),
  signOut: async () => ({ by: await createPerson(cloud, "Out") }),
  sendVerification: () => ({ body: { email: "nobody@example.test" } }),
  verifyEmail: async () => ({ query: `token=${(await mailedToken()).token}` }),
  requestReset: () => ({ body: { email: "nobody@example.test" } }),
  resetPassword: async () => ({ body: { token: await resetToken(), newPassword: "another correct horse" } }),
  changePassword: async () => {
    const by = await createPerson(cloud, "Change");
    return { by, body: { currentPassword: by.password, newPassword: "another correct horse" } };
  },
  revokeSession: () => ({ body: { token: "none-of-mine" } }),
  changeEmail: async () => {
    const by = await createPerson(cloud, "Move");
    return { by, body: { newEmail: newcomer().email, password: by.password } };
  },
  signInSocial: () => ({ body: { provider: "github", callbackURL: "/rooms" } }),
  updateUser: async () => ({ by: await createPerson(cloud, "Update"), body: { lastName: "Updated" } }),
  deleteUser: async () => {
    const by = await createPerson(cloud, "Delete");
    return { by, body: { password: by.password } };
  },
  createRoom: () => ({ body: { name: "Made", visibility: "private" } }),
  listPublicRooms: () => ({ query: "q=contract" }),
  openDirectRoom: () => ({ body: { user: bob.username } }),
  updateRoom: () => ({ body: { topic: "told" } }),
  joinRoom: () => ({ by: eve }),
  leaveRoom: () => ({ by: bob }),
  createInvite: () => ({ body: { expiresInMs: 60_000, maxUses: 1 } }),
  acceptInvite: () => ({ by: eve }),
  addMember: () => ({ body: { user: eve.username } }),
  changeMember: () => ({ body: { role: "moderator" } }),
  removeMember: () => ({ query: "ban=true" }),
  liftBan: async ({ room }) => {
    const path = `/rooms/${room}/members/${bob.user.id}?ban=true`;
    await callApi(cloud.apiUrl, { method: "DELETE", path, token: ada.token });
    return {};
  },
  listMessages: () => ({ query: "limit=2" }),
  sendMessage: () => ({ body: { id: randomUUID(), text: "hello" } }),
  editMessage: () => ({ body: { text: "edited" } }),
  listEvents: () => ({ query: "after=1&limit=2" }),
  markRead: () => ({ body: { seq: 1 } }),
  createBot: () => ({ body: newBot() }),
  issueBotToken: () => ({ body: { label: "another" } }),
  createIncomingHook: () => ({ body: { name: "CI" } }),
  createOutgoingHook: () => ({ body: outgoing }),
  updateOutgoingHook: async ({ room }) => ({ body: { enabled: false }, hook: await makeOutgoing(room) }),
  deleteOutgoingHook: async ({ room }) => ({ hook: await makeOutgoing(room) }),
  postByHook: () => ({ body: { text: "built", username: "ignored" } }),
  adminListUsers: () => ({ by: root, query: "q=ada" }),
  adminBanUser: async () => ({ by: root, user: (await createPerson(cloud, "Banned")).user.id }),
  adminUnbanUser: () => ({ by: root }),
  adminEndSessions: async () => ({ by: root, user: (await createPerson(cloud, "Ended")).user.id }),
  adminSetRole: async () => ({
    by: root,
    user: (await createPerson(cloud, "Deputy")).user.id,
    body: { role: "admin" },
  }),
  adminListSessions: () => ({ by: root }),
  adminEndSession: async () => {
    const { user } = await createPerson(cloud, "Ended");
    const path = `/admin/users/${user.id}/sessions`;
    const { body } = await callApi<{ sessions: { id: string }[] }>(cloud.apiUrl, { path, token: root.token });
    return { by: root, user: user.id, session: body.sessions[0]?.id ?? "" };
  },
  adminListMessages: () => ({ by: root, query: "q=contract" }),
  adminRemoveMessage: () => ({ by: root }),
  adminListRooms: () => ({ by: root }),
  adminDeleteRoom: () => ({ by: root }),
  adminAudit: () => ({ by: root, query: "limit=3" }),
  searchUsers: () => ({ query: "q=a" }),
  searchMessages: () => ({ query: "q=contract" }),
};

function fill(path: string, scene: Scene, about: Good = {}): string {
  const { room, message, invite, bot, token, secret } = scene;
  const { user = bob.user.id, session = "ses_none", hook = scene.hook } = about;
  return path
    .replace("{bot}", bot)
    .replace("{token}", token)
    .replace("{hook}", hook)
    .replace("{secret}", secret)
    .replace("{session}", session)
    .replace("{provider}", "github")
    .replace("{room}", room)
    .replace("{message}", message)
    .replace("{invite}", invite.id)
    .replace("{code}", invite.code)
    .replace("{user}", user)
    .replace("{emoji}", encodeURIComponent("👍"));
}

function send(operation: Operation, path: string, { query, body }: Good, token?: string) {
  const method = operation.method.toUpperCase();
  const target = query === undefined ? path : `${path}?${query}`;
  return callApi(cloud.apiUrl, { method, path: target, body, token });
}

/** The code of a refusal that has the form, the status and the documentation that belong to it. */
function refusalOf({ id, refusals }: Operation, { status, body }: ApiAnswer): string {
  const parsed = answerSchemas.Error.safeParse(body);
  if (!parsed.success) return `${id} answers ${status} without an error`;
  const { code } = parsed.data.error;
  if (errors[code].status !== status) return `${id} answers ${status} with ${code}`;
  return refusals.includes(code) ? code : `${id} does not document ${code}`;
}

const callerOf = ({ tag }: Operation): Person => (tag === "admin" ? root : ada);

const closed = operations.filter(({ open }) => open !== true);
const withBody = operations.filter(({ body }) => body !== undefined);
const withQuery = operations.filter(({ query }) => query !== undefined);
const inRooms = closed.filter(({ path }) => path.includes("{room}"));

describe("every documented operation", () => {
  it.each(operations)("$id answers good input as it says", async (operation) => {
    const scene = await setScene();
    const input = (await good[operation.id]?.(scene)) ?? {};
    const { token } = input.by ?? (operation.open === true ? { token: undefined } : ada);
    const answer = await send(operation, fill(operation.path, scene, input), input, token);
    expect([operation.id, Object.keys(operation.answers)]).toEqual([
      operation.id,
      expect.arrayContaining([String(answer.status)]),
    ]);
    const name = operation.answers[answer.status];
    const parsed =
      name === null || name === undefined ? undefined : answerSchemas[name].safeParse(answer.body);
    expect(parsed === undefined ? answer.body : parsed.error).toBeUndefined();
  });

  it.each(closed)("$id asks for a session", async (operation) => {
    const scene = await setScene();
    const input = (await good[operation.id]?.(scene)) ?? {};
    expect(refusalOf(operation, await send(operation, fill(operation.path, scene), input))).toBe(
      "unauthenticated",
    );
    const stale = await send(operation, fill(operation.path, scene), input, "no-such-session");
    expect(refusalOf(operation, stale)).toBe("unauthenticated");
  });

  it.each(withBody)("$id refuses a body that it does not document", async (operation) => {
    const scene = await setScene();
    for (const body of [{ unheardOf: true }, [], "{", JSON.stringify("text")]) {
      const { token } = callerOf(operation);
      const answer = await send(operation, fill(operation.path, scene), { body }, token);
      expect(refusalOf(operation, answer)).toBe("invalid");
    }
  });

  it.each(withQuery)("$id refuses a query that it does not document", async (operation) => {
    const scene = await setScene();
    const answer = await send(
      operation,
      fill(operation.path, scene),
      { query: "unheardOf=1" },
      callerOf(operation).token,
    );
    expect(refusalOf(operation, answer)).toBe("invalid");
  });

  it.each(inRooms)("$id finds nothing in a room that is not there", async (operation) => {
    const scene = await setScene();
    const input = (await good[operation.id]?.(scene)) ?? {};
    const path = fill(operation.path, { ...scene, room: `rom_${"0".repeat(32)}` });
    const { token } = callerOf(operation);
    expect(refusalOf(operation, await send(operation, path, input, token))).toBe("not_found");
  });
});

describe("[SEC4] the access log", () => {
  it("has one line for every call, named by its route, and no secret", async () => {
    const scene = await setScene();
    const asked = new Map<string, string>();
    for (const operation of operations.filter(({ body, open }) => open !== true || body !== undefined)) {
      const input = operation.body === undefined ? {} : { body: { unheardOf: scene.secret } };
      const answer = await send(operation, fill(operation.path, scene), input);
      const { error } = answer.body as { error: { requestId: string } };
      asked.set(error.requestId, `${operation.method.toUpperCase()} /api${operation.path}`);
    }
    const lines = () =>
      cloud
        .logs()
        .filter(({ message, fields }) => message === "access" && asked.has(String(fields?.["requestId"])));
    await expect.poll(() => lines().length).toBe(asked.size);
    for (const { fields = {} } of lines()) {
      const route = asked.get(String(fields["requestId"]))?.replaceAll(/\{(\w+)\}/g, ":$1");
      expect(fields).toMatchObject({
        route,
        status: expect.any(Number),
        durationMs: expect.any(Number),
        address: "127.0.0.1",
        userAgent: "node",
      });
    }
    const everything = JSON.stringify(cloud.logs());
    const tokens = [ada, bob, eve, root].flatMap(({ token, password }) => [
      token.split(".")[0] ?? "",
      password,
    ]);
    for (const secret of [...tokens, scene.secret, scene.invite.code, "correct horse"]) {
      expect(everything).not.toContain(secret);
    }
  });
});

describe("the document", () => {
  it("is served, with a page to read and try it that loads nothing from elsewhere", async () => {
    const openApi = await callApi<{ openapi: string; paths: object }>(cloud.apiUrl, {
      path: "/openapi.json",
    });
    expect(openApi.body.openapi).toBe("3.1.0");
    const asyncApi = await callApi<{ asyncapi: string }>(cloud.apiUrl, { path: "/asyncapi.json" });
    expect(asyncApi.body.asyncapi).toBe("3.0.0");
    const page = await fetch(`${cloud.apiUrl}/docs`);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
    const html = await page.text();
    expect(html).not.toMatch(/https?:|<script>|\sstyle=|\son\w+=/);
    for (const [, file] of html.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)) {
      const asset = await fetch(`${cloud.apiUrl}/${file}`);
      expect([file, asset.status, asset.headers.get("x-content-type-options")]).toEqual([
        file,
        200,
        "nosniff",
      ]);
    }
  });

  it("names every route of the API, and none that is not there", () => {
    const deps = { originsAllowed: [], publicUrl: "http://localhost", limits: {}, checks: [] };
    const routes = createApp(deps as unknown as HttpDeps).routes.filter(({ method }) => method !== "ALL");
    const served = routes.map(
      ({ method, path }) => `${method} ${path.replace(/^\/api/, "").replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    const own = served.filter((call) => !/ \/(openapi\.json|asyncapi\.json|docs.*)$/.test(call));
    expect([...new Set(own)].toSorted()).toEqual(documented.toSorted());
  });
});
