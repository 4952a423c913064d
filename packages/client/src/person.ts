import type { Hello } from "@parley/protocol";
import type { ChatUser } from "./chat.ts";
import type { ChatRooms } from "./chat-rooms.ts";
import type { Connection } from "./connection/connection.ts";
import type { Link } from "./connection/link.ts";
import { createIdentity, type Identity, type IdentityDeps } from "./identity.ts";
import type { OutboxStorage } from "./outbox/outbox-storage.ts";
import type { ReadMarks } from "./read-marks.ts";
import type { SeenMarks } from "./seen-marks.ts";
import type { Token } from "./token.ts";

export interface PersonDeps extends Omit<IdentityDeps, "onChange"> {
  readonly token: Token;
  readonly connection: Connection;
  readonly chatRooms: ChatRooms;
  readonly readMarks: ReadMarks;
  readonly seen: SeenMarks;
  readonly outboxStorage: OutboxStorage;
}

/** Who is signed in, and what begins and ends with them in all the other parts. */
export interface Person extends Identity {
  /** The service has said on a link whose it is. */
  onUp(link: Link, hello: Hello): void;
  signIn(user: ChatUser, token: string | undefined): void;
  /** `forget` also deletes what is kept of them here. */
  signOut(forget: boolean): Promise<void>;
}

export function createPerson(deps: PersonDeps): Person {
  const { token, connection, chatRooms, readMarks, seen, outboxStorage } = deps;
  let connectedAs: string | undefined;

  const onChange = async (next: ChatUser | undefined, before: ChatUser | undefined) => {
    if (before !== undefined) readMarks.clear();
    if (next === undefined) return;
    if (before === undefined) chatRooms.outbox.claim(next.id, token.author());
    else chatRooms.restart();
    // The socket belongs to whom it was opened for.
    if (connection.link() !== undefined && next.id !== connectedAs) {
      connection.stop({ status: "idle" });
      connection.connect();
    }
    await seen.load(next.id);
    await outboxStorage.adoptLeft(next.id);
  };
  const identity = createIdentity({ ...deps, onChange });
  return {
    ...identity,
    onUp: (link, hello) => {
      connectedAs = hello.user.id;
      identity.set(hello.user);
      chatRooms.onUp(link, hello);
      readMarks.onUp();
      void outboxStorage.adoptLeft(hello.user.id);
    },
    signIn: (user, given) => {
      token.keep(given);
      identity.set(user);
    },
    signOut: async (forget) => {
      const before = identity.user.getSnapshot()?.id;
      const author = before ?? token.author();
      token.keep(undefined);
      connection.stop({ status: "signed_out", reason: "signed_out" });
      if (forget && author !== undefined) await outboxStorage.forget(author);
      if (forget && before !== undefined) await seen.forget(before);
      chatRooms.end();
      identity.set(undefined);
    },
  };
}
