import type { RequestListener } from "node:http";

/** Answers every path with one sentence, where there is no page to serve. */
export function createPlaceholder(sentence: string): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    response.end(`${sentence}\n`);
  };
}
