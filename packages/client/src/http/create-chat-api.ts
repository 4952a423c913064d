import type { MeAnswer, RoomsAnswer } from "@parley/protocol";
import type { ChatApi } from "./chat-api.ts";
import type { CallOptions } from "./http-call.ts";
import { ask, type HttpDeps, path } from "./request.ts";

/** The HTTP API over `fetch`. `onMe` hears of every answer to `me`. */
export function createChatApi(deps: HttpDeps, onMe: (me: MeAnswer["user"]) => void): ChatApi {
  const read = <Answer>(from: string, query?: object, options?: CallOptions) =>
    ask<Answer>(deps, { method: "GET", path: from, query, signal: options?.signal });
  return {
    me: async (options) => {
      const { user } = await read<MeAnswer>("/me", undefined, options);
      onMe(user);
      return user;
    },
    rooms: async (options) => (await read<RoomsAnswer>("/rooms", undefined, options)).rooms,
    messages: (room, page, options) => read(path`/rooms/${room}/messages`, page, options),
    events: (room, page, options) => read(path`/rooms/${room}/events`, page, options),
  };
}
