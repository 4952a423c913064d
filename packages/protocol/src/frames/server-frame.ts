import * as z from "zod";
import { ErrorFrame } from "./server/error.ts";
import { EventsFrame } from "./server/events.ts";
import { Hello } from "./server/hello.ts";
import { Presence, Read, RoomNotice, SignedOut, Typing } from "./server/notices.ts";
import { Ok } from "./server/ok.ts";
import { Pong } from "./server/pong.ts";
import { Subscribed } from "./server/subscribed.ts";

/** Everything the service may send, told apart by `type`. Clients ignore unknown types and fields. */
export const ServerFrame = z.discriminatedUnion("type", [
  Hello,
  EventsFrame,
  Subscribed,
  Ok,
  Pong,
  ErrorFrame,
  Typing,
  Presence,
  Read,
  RoomNotice,
  SignedOut,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
