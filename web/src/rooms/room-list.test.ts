import type { Room } from "@parley/protocol/room";
import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { queryKeys } from "./query-keys.ts";
import { changeRooms, fetchRooms, putRead } from "./room-list.ts";

function room(id: string, over: Partial<Room> = {}): Room {
  return { id, name: id, headSeq: 7, lastReadSeq: 5, unread: 2, mentions: 1, ...over } as Room;
}

const named = (name: string) => (rooms: readonly Room[]) => rooms.map((before) => ({ ...before, name }));

function prepareCache(): QueryClient {
  const cache = new QueryClient();
  cache.setQueryData(queryKeys.rooms, [room("a")]);
  return cache;
}

function listOf(cache: QueryClient): readonly Room[] {
  return cache.getQueryData<readonly Room[]>(queryKeys.rooms) ?? [];
}

describe("the list of rooms", () => {
  it("takes what happened while an answer was on its way into the answer", async () => {
    const cache = prepareCache();
    const answer = Promise.withResolvers<readonly Room[]>();
    const fetched = fetchRooms(cache, () => answer.promise);
    changeRooms(cache, named("new"));
    expect(listOf(cache)[0]).toMatchObject({ name: "new" });
    answer.resolve([room("a"), room("b")]);
    expect(await fetched).toMatchObject([{ name: "new" }, { name: "new" }]);
  });

  it("leaves an answer as it is that was asked for afterwards", async () => {
    const cache = prepareCache();
    changeRooms(cache, named("new"));
    expect(await fetchRooms(cache, async () => [room("a")])).toMatchObject([{ name: "a" }]);
  });

  it("and one after an answer that never came", async () => {
    const cache = prepareCache();
    const lost = fetchRooms(cache, () => Promise.reject(new Error("down")));
    await expect(lost).rejects.toThrow("down");
    changeRooms(cache, named("new"));
    expect(await fetchRooms(cache, async () => [room("a")])).toMatchObject([{ name: "a" }]);
  });

  it("does not count as unread what was read here, though the service has not heard of it", async () => {
    const cache = prepareCache();
    putRead(cache, "a", 7);
    putRead(cache, "a", 6);
    expect(listOf(cache)[0]).toMatchObject({ lastReadSeq: 7, unread: 0 });
    const lastMessage = { seq: 7 } as Room["lastMessage"];
    const [fetched] = await fetchRooms(cache, async () => [room("a", { lastMessage })]);
    expect(fetched).toMatchObject({ lastReadSeq: 7, unread: 0, mentions: 0 });
  });

  it("and counts what is said meanwhile, whether that was read before or in between", async () => {
    const lastMessage = (seq: number) => ({ seq }) as Room["lastMessage"];
    const say = (cache: QueryClient, seq: number) =>
      changeRooms(cache, ([before]) =>
        before === undefined ? [] : [{ ...before, lastMessage: lastMessage(seq), unread: before.unread + 1 }],
      );
    const cache = prepareCache();
    putRead(cache, "a", 7);
    const answer = Promise.withResolvers<readonly Room[]>();
    const fetched = fetchRooms(cache, () => answer.promise);
    say(cache, 8);
    putRead(cache, "a", 8);
    say(cache, 9);
    answer.resolve([room("a", { lastMessage: lastMessage(7) })]);
    expect(await fetched).toMatchObject([{ lastReadSeq: 8, unread: 1 }]);
    const second = fetchRooms(cache, async () => [room("a", { lastMessage: lastMessage(8) })]);
    say(cache, 9);
    expect(await second).toMatchObject([{ lastReadSeq: 8, unread: 1 }]);
  });

  it("and counts what came after", async () => {
    const cache = prepareCache();
    putRead(cache, "a", 7);
    const lastMessage = { seq: 9 } as Room["lastMessage"];
    const [fetched] = await fetchRooms(cache, async () => [
      room("a", { lastMessage, lastReadSeq: 7, unread: 1 }),
    ]);
    expect(fetched).toMatchObject({ unread: 1, mentions: 1 });
  });
});
