/** The peers that are reached over a plain address. */
import { randomUUID } from "node:crypto";
import { LightSocket } from "../load/light-socket.ts";
import { type Member, mapConcurrently, type Peer } from "./peer.ts";

const openAtOnce = 8;

/** `ws` servers of this folder: a `join` frame, then messages as JSON. */
export function createPlainPeer(name: string, url: string): Peer {
  return {
    name,
    join: (count, onFrame) => {
      const room = randomUUID();
      return mapConcurrently(count, openAtOnce, async (at): Promise<Member> => {
        const joined = Promise.withResolvers<void>();
        const socket = await LightSocket.open(url, {
          onText: (payload) => {
            if (payload.includes('"type":"joined"')) joined.resolve();
            else onFrame(payload, at);
          },
        });
        socket.send(JSON.stringify({ join: room }));
        await joined.promise;
        return {
          send: (text) => socket.send(JSON.stringify({ id: randomUUID(), room, text })),
          close: () => socket.close(),
        };
      });
    },
  };
}

/** Socket.IO's protocol, spoken over the same light socket so that no client is dearer than another. */
export function createSocketIoPeer(url: string): Peer {
  return {
    name: "Socket.IO",
    join: (count, onFrame) => {
      const room = randomUUID();
      return mapConcurrently(count, openAtOnce, async (at): Promise<Member> => {
        const joined = Promise.withResolvers<void>();
        const socket = await LightSocket.open(url, {
          onText: (payload, from) => {
            const kind = payload.toString("latin1", 0, 2);
            if (kind.startsWith("0")) from.send("40");
            else if (kind === "40") from.send(`420${JSON.stringify(["join", room])}`);
            else if (kind === "43") joined.resolve();
            else if (kind === "2") from.send("3");
            else onFrame(payload, at);
          },
        });
        await joined.promise;
        return {
          send: (text) => socket.send(`42${JSON.stringify(["say", { id: randomUUID(), room, text }])}`),
          close: () => socket.close(),
        };
      });
    },
  };
}

/** The sample: one room for all, since it knows no others. */
export function createSamplePeer(websocketUrl: string): Peer {
  return {
    name: "serverless sample",
    join: (count, onFrame) =>
      mapConcurrently(count, openAtOnce, async (at): Promise<Member> => {
        const socket = await LightSocket.open(`${websocketUrl}?ticket=any`, {
          onText: (payload) => onFrame(payload, at),
        });
        return {
          send: (text) => socket.send(JSON.stringify({ action: "sendmessage", id: randomUUID(), text })),
          close: () => socket.close(),
        };
      }),
  };
}
