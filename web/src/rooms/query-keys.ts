/** The keys under which answers of the API are cached, so that what changes one can name it. */
export const queryKeys = {
  rooms: ["rooms"],
  publicRooms: (q: string) => ["public-rooms", q],
  room: (room: string) => ["room", room],
  people: (q: string) => ["people", q],
  members: (room: string) => ["members", room],
} as const;
