import { randomUUID } from "node:crypto";
import { callApi } from "@parley/lab/testing/call-api";
import { createPerson, createRoom, joinRoom, type Person } from "@parley/lab/testing/create-person";
import type { Cloud } from "@parley/local/cloud";
import type { Browser, BrowserContextOptions } from "@playwright/test";
import { signIn, type Visitor, visit } from "../browser.ts";
import { fillHouse } from "./full-house.ts";

/** Who becomes an administrator on the stage's cloud: for `ADMIN_EMAIL`. */
export const adminEmail = "root@example.test";

/** People and rooms in which every state of the page can be seen. */
export interface Stage {
  /** Nobody is signed in. */
  readonly stranger: Visitor;
  /** Owns the room, and knows the others. */
  readonly owner: Visitor;
  /** Has no room. */
  readonly newcomer: Visitor;
  readonly admin: Visitor;
  /** A member of the owner's rooms. */
  readonly guest: Person;
  readonly rooms: Readonly<
    Record<"talk" | "empty" | "archived" | "others" | "loud" | "direct" | "full", string>
  >;
  /** The code of an invitation into the room that is not the owner's. */
  readonly invite: string;
}

/** Puts people and rooms on a cloud without limits. */
export async function setStage(
  browser: Browser,
  cloud: Cloud,
  options: BrowserContextOptions = {},
): Promise<Stage> {
  const call = async <T>(method: string, path: string, { token }: Person, body: object = {}): Promise<T> => {
    const answer = await callApi<T>(cloud.apiUrl, { method, path, token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.body;
  };
  const owner = await createPerson(cloud, "Mara");
  const guest = await createPerson(cloud, "Ilias");
  const banned = await createPerson(cloud, "Mallory");
  const newcomer = await createPerson(cloud, "Nell");
  const admin = await createPerson(cloud, "Root", adminEmail);
  const members = [guest.username, banned.username];
  const talk = await createRoom(cloud, owner, { name: "Engine room", members });
  await call("PATCH", `/rooms/${talk.id}`, owner, { topic: "Pressure, heat, and who minds the gauges" });
  await call("DELETE", `/rooms/${talk.id}/members/${banned.user.id}?ban=true`, owner);
  await call("POST", `/rooms/${talk.id}/invites`, owner, { maxUses: 5 });
  const say = (person: Person, text: string, replyTo?: string) =>
    call<{ message: { id: string } }>("POST", `/rooms/${talk.id}/messages`, person, {
      id: randomUUID(),
      text,
      ...(replyTo !== undefined && { replyTo }),
    });
  const { message } = await say(guest, "A word with **weight**, `code` and https://example.test/link.");
  await call("PUT", `/rooms/${talk.id}/messages/${message.id}/reactions/${encodeURIComponent("👍")}`, owner);
  await say(owner, `It holds, @${guest.username}. I looked twice.`, message.id);
  await say(guest, "> a quotation\n\n- a list\n- of two things\n\n```\nand a block of code\n```");
  await say(owner, "The last word.");
  await call("POST", "/bots", owner, { name: "Gauge", username: `gauge_${owner.username}` });
  await call("POST", `/rooms/${talk.id}/hooks/incoming`, owner, { name: "Boiler alarms" });
  const empty = await createRoom(cloud, owner, { name: "Galley", members: [guest.username] });
  const archived = await createRoom(cloud, owner, { name: "Old harbour" });
  await call("PATCH", `/rooms/${archived.id}`, owner, { archived: true });
  const others = await createRoom(cloud, guest, { name: "Signal flags" });
  const { code } = await call<{ code: string }>("POST", `/rooms/${others.id}/invites`, guest, {});
  const loud = await createRoom(cloud, guest, { name: "Fog horn", members: [owner.username] });
  await joinRoom(cloud, admin, loud.id);
  const mutedUntil = new Date(Date.now() + 3_600_000).toISOString();
  await call("PATCH", `/rooms/${loud.id}/members/${owner.user.id}`, guest, { mutedUntil });

  const { room: direct } = await call<{ room: { id: string } }>("POST", "/rooms/direct", guest, {
    user: owner.username,
  });
  await call("POST", `/rooms/${direct.id}/messages`, guest, {
    id: randomUUID(),
    text: "Between the two of us.",
  });
  const full = await fillHouse(cloud, owner, guest);

  const enter = async (person: Person): Promise<Visitor> => {
    const { username, email, password } = person;
    const visitor = {
      ...(await visit(browser, cloud, person.user.name, options)),
      username,
      email,
      password,
    };
    await visitor.page.goto("/sign-in");
    await signIn(visitor);
    return visitor;
  };
  return {
    stranger: await visit(browser, cloud, "Eve", options),
    owner: await enter(owner),
    newcomer: await enter(newcomer),
    admin: await enter(admin),
    guest,
    rooms: {
      talk: talk.id,
      empty: empty.id,
      archived: archived.id,
      others: others.id,
      loud: loud.id,
      direct: direct.id,
      full,
    },
    invite: code,
  };
}
