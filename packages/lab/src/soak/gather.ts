import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud } from "@parley/local/cloud";
import { limits, type RoomId } from "@parley/protocol";
import { StormLedger } from "../faults/storm-ledger.ts";
import { callApi } from "../testing/call-api.ts";
import { createRoom, type Person } from "../testing/create-person.ts";
import { seedPeople } from "../testing/seed-people.ts";
import { SoakDevice } from "./soak-device.ts";

export interface Soak {
  readonly cloud: Cloud;
  readonly people: readonly Person[];
  readonly members: ReadonlyMap<RoomId, readonly Person[]>;
  readonly ledgers: ReadonlyMap<RoomId, StormLedger>;
  readonly devices: SoakDevice[];
  readonly failures: string[];
}

/** Far below what a person may have: those that were cut, and whose end is not known yet, count as well. */
const devicesPerPerson = 4;
/** Four of five people are in the first room; the others' sizes take turns. */
const largestShare = 0.8;
const roomSizes = [2, 3, 5, 8, 13, 21, 50];
/** All that come in together are let in at this pace. */
const arrivals = { atOnce: 20, everyMs: 500 } as const;
const gatherMaxMs = 300_000;

/** Makes rooms of different sizes and lets all devices in; who does not come in is a failure. */
export async function gather(
  cloud: Cloud,
  devices: SoakDevice[],
  input: { readonly sockets: number; readonly rooms: number },
): Promise<Soak> {
  const people = await seedPeople(cloud, Math.ceil(input.sockets / devicesPerPerson), "Soaked");
  const members = new Map<RoomId, readonly Person[]>();
  for (let at = 0; at < input.rooms; at += 1) {
    const inside = chooseMembers(people, at);
    members.set(await openRoom(cloud, inside), inside);
  }
  const ledgers = new Map([...members.keys()].map((room) => [room, new StormLedger()]));
  const roomsOf = (person: Person) =>
    [...members].filter(([, inside]) => inside.includes(person)).map(([room]) => room);
  const housed = people.filter((person) => roomsOf(person).length > 0);
  for (let at = 0; at < input.sockets; at += 1) {
    const person = housed[at % housed.length] as Person;
    devices.push(
      new SoakDevice(cloud, { name: `${person.username}/${at}`, person, rooms: roomsOf(person), ledgers }),
    );
    if (at % arrivals.atOnce === arrivals.atOnce - 1) await sleep(arrivals.everyMs);
  }
  await untilAll(devices, ({ connection }) => connection.status === "online", gatherMaxMs);
  const failures = devices
    .filter(({ connection }) => connection.status !== "online")
    .map(({ name }) => `${name} did not come in`);
  return { cloud, people, members, ledgers, devices, failures };
}

/** Different ones for each room. */
function chooseMembers(people: readonly Person[], at: number): readonly Person[] {
  const size = at === 0 ? Math.floor(people.length * largestShare) : (roomSizes[at % roomSizes.length] ?? 2);
  const chosen = Array.from(
    { length: size },
    (_, step) => people[(at * 11 + step) % people.length] as Person,
  );
  return [...new Set(chosen)];
}

async function openRoom(cloud: Cloud, [owner, ...others]: readonly Person[]): Promise<RoomId> {
  const names = others.map(({ username }) => username);
  const members = names.slice(0, limits.membersPerRequestMax);
  const { id } = await createRoom(cloud, owner as Person, { visibility: "private", members });
  for (const user of names.slice(limits.membersPerRequestMax)) {
    const path = `/rooms/${id}/members`;
    const { status } = await callApi(cloud.apiUrl, {
      method: "POST",
      path,
      token: owner?.token,
      body: { user },
    });
    if (status >= 300) throw new Error(`adding a member was answered with ${status}`);
  }
  return id;
}

async function untilAll(
  devices: readonly SoakDevice[],
  is: (device: SoakDevice) => boolean,
  longestMs: number,
): Promise<void> {
  const deadlineMs = Date.now() + longestMs;
  while (!devices.every(is) && Date.now() < deadlineMs) await sleep(100);
}
