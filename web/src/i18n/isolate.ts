const [firstStrongIsolate, popIsolate] = ["\u2068", "\u2069"];

/** Letters and digits of right-to-left scripts (UAX 9's ranges), and the controls: nothing else turns left-to-right text. */
const turns =
  /[\p{Bidi_Control}\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const ends = /[\u2066-\u2069\n\r\u0085\u2029]/g;

/**
 * A text as it may stand within another of that direction: it has its own and does not turn what is around it,
 * whatever controls are in it. Where it could turn nothing it is left as it is, so that titles and names that are said
 * aloud hold no marks without need. (Unicode MessageFormat does the same.) A `<bdi>` around a text is left by a control
 * in it; where more follows in the line it is isolated in there, too.
 */
export function isolate(text: string, around: "ltr" | "rtl"): string {
  if (around === "ltr" && !turns.test(text)) return text;
  let open = 0;
  const balanced = text.replace(ends, (control) => {
    // The end of a paragraph ends every isolate.
    if (control < "\u2066") return " ";
    if (control !== popIsolate) open += 1;
    else if (open === 0) return "";
    else open -= 1;
    return control;
  });
  return `${firstStrongIsolate}${balanced}${popIsolate.repeat(open + 1)}`;
}
