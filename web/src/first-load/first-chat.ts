/**
 * What can be done without the page: a file of its own, which runs while the rest of the scripts is still on its way. The
 * storage is opened, and who is signed in is known, when there is a page to be shown.
 */
import { createChat } from "@parley/client";
import { withAccount } from "@parley/client/account";
import { indexedDbStorage } from "@parley/client/indexeddb-storage";
import { askSession } from "../app/ask-session.ts";
import { fetchFirst } from "./first-answers.ts";

export const chat = withAccount(createChat({ storage: indexedDbStorage(), fetch: fetchFirst }));
export const firstSession = askSession(chat);
