import type { KeyboardEvent } from "react";

/**
 * The arrow keys on the messages: from one to the next, from the list itself to the last one in view. The rows
 * beside the one with the focus are always rendered, for the list keeps some beyond what is in view.
 */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const down = event.key === "ArrowDown";
  if (!down && event.key !== "ArrowUp") return;
  const list = event.currentTarget;
  const articles = [...list.querySelectorAll<HTMLElement>("li > article")].toSorted(
    (one, other) => rowOf(one) - rowOf(other),
  );
  const at = articles.findIndex((article) => article.contains(document.activeElement));
  const next = at < 0 ? lastInView(list, articles) : articles[at + (down ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function rowOf(article: HTMLElement): number {
  return Number(article.closest("li")?.dataset["index"] ?? 0);
}

function lastInView(list: HTMLElement, articles: readonly HTMLElement[]): HTMLElement | undefined {
  const bottom = list.getBoundingClientRect().bottom;
  return (
    articles.findLast((article) => article.getBoundingClientRect().bottom <= bottom + 1) ?? articles.at(-1)
  );
}
