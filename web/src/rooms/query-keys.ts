/** The keys under which answers of the API are cached, so that what changes one can name it. */
export const queryKeys = {
  rooms: ["rooms"],
  publicRooms: (q: string) => ["public-rooms", q],
  room: (room: string) => ["room", room],
  me: ["me"],
  sessions: ["sessions"],
  search: (q: string, room: string) => ["search", q, room],
  admin: (...what: readonly (string | number)[]) => ["admin", ...what],
  people: (q: string) => ["people", q],
  /** Of one room; of all that were fetched when none is named. */
  members: (...room: readonly string[]) => ["members", ...room],
  invites: (room: string) => ["invites", room],
  bans: (room: string) => ["bans", room],
  hooks: (room: string, way: "incoming" | "outgoing") => ["hooks", room, way],
  bots: ["bots"],
  botTokens: (bot: string) => ["bot-tokens", bot],
  /** Why the person is not in a room any more, when it was not their own wish. */
  leftBecause: (room: string) => ["left-because", room],
} as const;
