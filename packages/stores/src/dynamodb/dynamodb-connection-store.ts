import { setTimeout } from "node:timers/promises";
import type { AttributeValue, QueryCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import { ChatError } from "@parley/chat/chat-error";
import type { ConnectionRecord, ConnectionStore } from "@parley/chat/connection/connection-store";
import type { Recipient } from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";
import { connectionsTable } from "@parley/topology";
import type { DynamoTable } from "./dynamodb-client.ts";

type Item = Record<string, AttributeValue>;

/** DynamoDB takes 25 writes in one batch. */
const batchMax = 25;
const batchAttemptsMax = 5;
const retryDelayMs = 20;
const { partitionKey, sortKey, connectionScope, ttlAttribute, indexes, itemTtlMs } = connectionsTable;

/**
 * `ConnectionStore` on DynamoDB, in the shape of `topology/connections-table`. Items past their time to
 * live are left out in code, since DynamoDB deletes them late.
 */
export class DynamoConnectionStore implements ConnectionStore {
  readonly #table: () => Promise<DynamoTable>;

  constructor(table: () => Promise<DynamoTable>) {
    this.#table = table;
  }

  async add(connection: ConnectionRecord): Promise<void> {
    const item: Item = {
      [partitionKey]: { S: connection.connectionId },
      [sortKey]: { S: connectionScope },
      [indexes.byUser.partitionKey]: { S: connection.user },
      sessionId: { S: connection.sessionId },
      connectedAtMs: { N: String(connection.connectedAtMs) },
      ...expiry(),
    };
    await (await this.#table()).put(item);
  }

  async remove(connectionId: string): Promise<RoomId[]> {
    const scopes = await this.#scopesOf(connectionId);
    await this.#write(scopes.map((scope) => ({ DeleteRequest: { Key: keyOf(connectionId, scope) } })));
    return roomsOf(scopes);
  }

  async listRooms(connectionId: string): Promise<RoomId[]> {
    return roomsOf(await this.#scopesOf(connectionId));
  }

  async addRooms({ connectionId, user }: Recipient, rooms: readonly RoomId[]): Promise<void> {
    const items = each(rooms).map((room) => ({
      ...keyOf(connectionId, room),
      [indexes.byRoom.partitionKey]: { S: room },
      userId: { S: user },
      ...expiry(),
    }));
    await this.#write(items.map((Item) => ({ PutRequest: { Item } })));
  }

  async removeRooms(connectionId: string, rooms: readonly RoomId[]): Promise<void> {
    await this.#write(each(rooms).map((room) => ({ DeleteRequest: { Key: keyOf(connectionId, room) } })));
  }

  async find(connectionId: string): Promise<ConnectionRecord | undefined> {
    const items = await this.#itemsOf(connectionId);
    const item = items.find((one) => one[sortKey]?.S === connectionScope);
    return item === undefined ? undefined : toRecord(item);
  }

  async listByUser(user: UserId): Promise<ConnectionRecord[]> {
    return (await this.#query(whereIndex("byUser", user))).map(toRecord);
  }

  async listByRoom(room: RoomId): Promise<Recipient[]> {
    const items = await this.#query(whereIndex("byRoom", room));
    return items.map((item) => ({
      connectionId: item[partitionKey]?.S ?? "",
      user: (item["userId"]?.S ?? "") as UserId,
    }));
  }

  async #scopesOf(connectionId: string): Promise<string[]> {
    return (await this.#itemsOf(connectionId)).map((item) => item[sortKey]?.S ?? "");
  }

  async #itemsOf(connectionId: string): Promise<Item[]> {
    return this.#query({
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":key": { S: connectionId } },
      ConsistentRead: true,
    });
  }

  async #query(input: Omit<QueryCommandInput, "TableName">): Promise<Item[]> {
    const table = await this.#table();
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const page = await table.query({ ...input, ExclusiveStartKey: from });
      items.push(...(page.Items ?? []).filter(isAlive));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }

  async #write(requests: readonly WriteRequest[]): Promise<void> {
    const batches = Array.from({ length: Math.ceil(requests.length / batchMax) }, (_, at) =>
      requests.slice(at * batchMax, (at + 1) * batchMax),
    );
    await Promise.all(batches.map((batch) => this.#writeBatch(batch)));
  }

  async #writeBatch(batch: WriteRequest[]): Promise<void> {
    const table = await this.#table();
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === batchAttemptsMax) {
        const cause = new Error("DynamoDB keeps leaving writes unprocessed");
        throw new ChatError("unavailable", { cause });
      }
      if (attempt > 0) await setTimeout(retryDelayMs * 2 ** attempt * Math.random());
      left = await table.write(left);
    }
  }
}

function toRecord(item: Item): ConnectionRecord {
  return {
    connectionId: item[partitionKey]?.S ?? "",
    user: (item[indexes.byUser.partitionKey]?.S ?? "") as UserId,
    sessionId: item["sessionId"]?.S ?? "",
    connectedAtMs: Number(item["connectedAtMs"]?.N ?? "0"),
  };
}

/** A batch that names an item twice is refused as a whole. */
const each = <T>(list: readonly T[]): T[] => [...new Set(list)];

function roomsOf(scopes: readonly string[]): RoomId[] {
  return scopes.filter((scope) => scope !== connectionScope) as RoomId[];
}

function keyOf(connectionId: string, scope: string): Item {
  return { [partitionKey]: { S: connectionId }, [sortKey]: { S: scope } };
}

function whereIndex(index: keyof typeof indexes, value: string): Omit<QueryCommandInput, "TableName"> {
  return {
    IndexName: index,
    KeyConditionExpression: "#key = :key",
    ExpressionAttributeNames: { "#key": indexes[index].partitionKey },
    ExpressionAttributeValues: { ":key": { S: value } },
  };
}

function expiry(): Item {
  return { [ttlAttribute]: { N: String(Math.ceil((Date.now() + itemTtlMs) / 1000)) } };
}

function isAlive(item: Item): boolean {
  return Number(item[ttlAttribute]?.N ?? "0") * 1000 > Date.now();
}
