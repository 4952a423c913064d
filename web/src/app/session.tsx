import type { ChatUser } from "@parley/client";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { rememberSignedIn } from "../first-load/first-area.ts";
import { askSession, type Session } from "./ask-session.ts";
import { useChat, useReadable } from "./chat-context.tsx";

interface SessionControl {
  readonly session: Session;
  /** Asks the service who is signed in: after a sign-in, or when it was out of reach. */
  readonly reload: () => Promise<void>;
  /** Ends the session; `forget` also deletes what waits here to be sent. Rejects with a `ParleyError` when the service cannot be told. */
  readonly signOut: (options?: { readonly forget?: boolean }) => Promise<void>;
}

const Context = createContext<SessionControl | undefined>(undefined);

interface SessionProviderProps {
  /** The session as far as it is known; when it is not, it was asked for. */
  readonly first: Session;
  readonly asked: Promise<Session>;
  readonly children: ReactNode;
}

/** Knows the session and keeps the connection up while there is one. */
export function SessionProvider({ first, asked, children }: SessionProviderProps): ReactNode {
  const chat = useChat();
  const [session, setSession] = useState(first);
  const connection = useReadable(chat.connection);

  const reload = useCallback(async () => setSession(await askSession(chat)), [chat]);

  // The connection ends before the sign-out is answered: that must not look like a session that expired.
  const leaving = useRef(false);
  const signOut = useCallback(
    async (options: { readonly forget?: boolean } = {}) => {
      leaving.current = true;
      try {
        await chat.account.signOut(options);
        setSession({ status: "signedOut", because: "left" });
      } finally {
        leaving.current = false;
      }
    },
    [chat],
  );

  useEffect(() => {
    if (first.status === "loading") void asked.then(setSession);
  }, [first, asked]);

  const { status } = session;
  useEffect(() => {
    if (status === "signedIn" || status === "signedOut") rememberSignedIn(status === "signedIn");
  }, [status]);

  const signedIn = status === "signedIn";
  useEffect(() => {
    if (signedIn) chat.connect();
    else chat.disconnect();
  }, [chat, signedIn]);

  useEffect(() => {
    if (connection.status !== "signed_out" || leaving.current) return;
    setSession((now) => (now.status === "signedIn" ? { status: "signedOut", because: "expired" } : now));
  }, [connection]);

  const control = useMemo(() => ({ session, reload, signOut }), [session, reload, signOut]);
  return <Context value={control}>{children}</Context>;
}

export function useSession(): SessionControl {
  const control = useContext(Context);
  if (control === undefined) throw new Error("useSession outside of SessionProvider");
  return control;
}

/** The person who is signed in; for pages that are shown to such persons only. */
export function useUser(): ChatUser {
  const { session } = useSession();
  if (session.status !== "signedIn") throw new Error("useUser without a session");
  return session.user;
}
