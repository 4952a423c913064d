import "./design/styles.css";
import { createChat } from "@parley/client";
import { withAccount } from "@parley/client/account";
import { indexedDbStorage } from "@parley/client/indexeddb-storage";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { prepareFirstView } from "./app/first-view.ts";
import { reloadWhenOutdated } from "./app/reload-when-outdated.ts";
import { fetchFirst } from "./first-load/first-answers.ts";
import { firstArea } from "./first-load/first-area.ts";
import { loadFirstLanguage } from "./i18n/i18n.tsx";
import { registerWorker } from "./offline/register-worker.ts";

/** The first view is shown as a whole when all of it comes soon, and else as far as it is there. */
const patienceMs = 1_000;

reloadWhenOutdated();
registerWorker();
void start();

// Not awaited by the module: the files of the areas build on this one and would wait until it has ended.
async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no #root.");
  const chat = withAccount(createChat({ storage: indexedDbStorage(), fetch: fetchFirst }));
  const area = firstArea(location.pathname);
  const first = prepareFirstView(chat, area, location.pathname);
  const language = await loadFirstLanguage(area === undefined ? ["first"] : ["first", area]);
  const session = await Promise.race([
    first.ready.then(() => (area === "rooms" ? first.session : undefined)),
    new Promise<undefined>((resolve) => {
      setTimeout(resolve, patienceMs);
    }),
  ]);
  createRoot(root).render(
    <App chat={chat} language={language} session={session ?? { status: "loading" }} asked={first.session} />,
  );
}
