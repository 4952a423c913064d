import type {
  EventsAnswer,
  MeAnswer,
  Member,
  MessagesAnswer,
  PublicUser,
  RoomAnswer,
  RoomsAnswer,
  TicketAnswer,
} from "@parley/protocol";
import type { ChatApi } from "./chat-api.ts";
import type { CallOptions } from "./http-call.ts";
import { call, callAgain, type HttpDeps, path } from "./request.ts";

/** The HTTP API over `fetch`. `onMe` hears of every answer to `me`. */
export function createChatApi(deps: HttpDeps, onMe: (me: MeAnswer["user"]) => void): ChatApi {
  // An answer's form is the contract's matter: the SDK holds no schemas, so this is where it is believed.
  const read = async <T>(from: string, query: object, options: CallOptions = {}) =>
    (await callAgain(deps, { method: "GET", path: from, query, signal: options.signal })).body as T;
  const write = async <T>(
    method: "POST" | "PUT",
    to: string,
    body: object | undefined,
    options: CallOptions = {},
  ) => (await call(deps, { method, path: to, body, signal: options.signal })).body as T;

  return {
    me: async (options) => {
      const { user } = await read<MeAnswer>("/me", {}, options);
      onMe(user);
      return user;
    },
    users: async (query, options) => (await read<{ users: PublicUser[] }>("/users", query, options)).users,
    rooms: async (options) => (await read<RoomsAnswer>("/rooms", {}, options)).rooms,
    publicRooms: async (query = {}, options) =>
      (await read<RoomsAnswer>("/rooms/public", query, options)).rooms,
    createRoom: async (body, options) => (await write<RoomAnswer>("POST", "/rooms", body, options)).room,
    directRoom: async (user, options) =>
      (await write<RoomAnswer>("POST", "/rooms/direct", { user }, options)).room,
    room: async (room, options) => (await read<RoomAnswer>(path`/rooms/${room}`, {}, options)).room,
    joinRoom: async (room, options) =>
      (await write<RoomAnswer>("POST", path`/rooms/${room}/join`, undefined, options)).room,
    leaveRoom: async (room, options) => write("POST", path`/rooms/${room}/leave`, undefined, options),
    members: async (room, options) =>
      (await read<{ members: Member[] }>(path`/rooms/${room}/members`, {}, options)).members,
    messages: (room, page = {}, options) =>
      read<MessagesAnswer>(path`/rooms/${room}/messages`, page, options),
    events: (room, page, options) => read<EventsAnswer>(path`/rooms/${room}/events`, page, options),
    markRead: async (room, seq, options) => write("PUT", path`/rooms/${room}/read`, { seq }, options),
    wsTicket: (options) => write<TicketAnswer>("POST", "/ws-ticket", undefined, options),
  };
}
