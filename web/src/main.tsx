import "./design/styles.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { prepareFirstView } from "./app/first-view.ts";
import { reloadWhenOutdated } from "./app/reload-when-outdated.ts";
import { firstArea } from "./first-load/first-area.ts";
import { chat, firstSession } from "./first-load/first-chat.ts";
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
  const area = firstArea(location.pathname);
  const ready = prepareFirstView(chat, area, location.pathname, firstSession);
  const language = await loadFirstLanguage(area === undefined ? ["first"] : ["first", area]);
  const session = await Promise.race([
    ready.then(() => (area === "rooms" ? firstSession : undefined)),
    new Promise<undefined>((resolve) => {
      setTimeout(resolve, patienceMs);
    }),
  ]);
  createRoot(root).render(
    <App chat={chat} language={language} session={session ?? { status: "loading" }} asked={firstSession} />,
  );
}
