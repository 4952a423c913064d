import "./design/styles.css";
import { createChat } from "@parley/client";
import { withAccount } from "@parley/client/account";
import { indexedDbStorage } from "@parley/client/indexeddb-storage";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { reloadWhenOutdated } from "./app/reload-when-outdated.ts";
import { fetchFirst } from "./first-load/first-answers.ts";
import { firstArea } from "./first-load/first-area.ts";
import { loadFirstLanguage } from "./i18n/i18n.tsx";
import { registerWorker } from "./offline/register-worker.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

reloadWhenOutdated();
registerWorker();

// What will be shown is fetched along with the language and the session, not after them.
const area = firstArea(location.pathname);
if (area === "account") void import("./account/account-area.tsx");
else if (area === "rooms") void import("./rooms/rooms-area.tsx");

const chat = withAccount(createChat({ storage: indexedDbStorage(), fetch: fetchFirst }));
const language = await loadFirstLanguage(area === undefined ? ["first"] : ["first", area]);
createRoot(root).render(<App chat={chat} language={language} />);
