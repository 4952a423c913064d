import type { Page } from "@playwright/test";

// oxlint-disable unicorn/consistent-function-scoping -- what runs in the page takes all of it along
/** What is wider than the window or the part that scrolls it (code apart), and what turns the text beside it. */
export function findMisfits(page: Page): Promise<{ wide: string[]; loose: string[] }> {
  return page.evaluate(() => {
    const wide = [...document.querySelectorAll("*")].filter((element) => {
      const { overflowX } = getComputedStyle(element);
      const scrolls = element === document.scrollingElement || /auto|scroll/.test(overflowX);
      return scrolls && element.tagName !== "PRE" && element.scrollWidth > element.clientWidth + 1;
    });
    const displayOf = (element: Element) => getComputedStyle(element).display;
    /** What of a text lies outside of isolates of its own, an end without a beginning among it. */
    const outside = (text: string): string => {
      let depth = 0;
      return [...text]
        .filter((char) => {
          if (/[\u2066-\u2068]/.test(char)) depth += 1;
          const loose = depth === 0;
          if (char === "\u2069" && depth > 0) depth -= 1;
          return loose;
        })
        .join("");
    };
    const turns = ({ data, parentElement: parent }: Text): boolean => {
      if (parent === null || parent.closest(".sr-only, textarea, option") !== null) return false;
      const isolated = parent.closest("bdi, [dir=auto]");
      // The element holds what is in it, but for a control that ends it.
      if (!(isolated === null ? /[\u202E\u2069]/ : /\u2069/).test(outside(data))) return false;
      let line: Element = parent;
      while (displayOf(line) === "inline" && line.parentElement !== null) line = line.parentElement;
      // A box of its own has nobody beside it to be turned around; a message's own lines are its writer's.
      const alone = /flex|grid/.test(displayOf(line)) || line.textContent === data;
      return !alone && isolated !== line;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const loose: string[] = [];
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      if (turns(text)) loose.push(text.parentElement?.outerHTML.slice(0, 200) ?? "");
    }
    return { wide: wide.map(({ outerHTML }) => outerHTML.slice(0, 200)), loose };
  });
}
