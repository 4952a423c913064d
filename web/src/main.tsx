import "./design/styles.css";
import { createChat, indexedDbStorage } from "@parley/client";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { loadFirstLanguage } from "./i18n/i18n.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

const chat = createChat({ storage: indexedDbStorage() });
const language = await loadFirstLanguage();
createRoot(root).render(<App chat={chat} language={language} />);
