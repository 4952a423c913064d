import "./design/styles.css";
import { createChat } from "@parley/client";
import { withAccount } from "@parley/client/account";
import { indexedDbStorage } from "@parley/client/indexeddb-storage";
import { createRoot } from "react-dom/client";
import { accountPaths } from "./app/account-paths.ts";
import { App } from "./app/app.tsx";
import { reloadWhenOutdated } from "./app/reload-when-outdated.ts";
import { loadFirstLanguage } from "./i18n/i18n.tsx";
import { registerWorker } from "./offline/register-worker.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

reloadWhenOutdated();
registerWorker();

// What will be shown is fetched along with the language and the session, not after them.
const beforeSignIn = accountPaths.test(location.pathname);
if (beforeSignIn) void import("./account/account-area.tsx");
else if (location.pathname.startsWith("/rooms")) void import("./rooms/rooms-area.tsx");

const chat = withAccount(createChat({ storage: indexedDbStorage() }));
const language = await loadFirstLanguage(["first", beforeSignIn ? "account" : "rooms"]);
createRoot(root).render(<App chat={chat} language={language} />);
