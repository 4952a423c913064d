import type { Mail } from "./mailer.ts";

/** What a mail says: written once, rendered as text and as HTML. */
export interface Letter {
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly link: string };
  /** In small print: why the mail came and what to do when it was not asked for. */
  readonly footnote: string;
  /** Origin of the page. */
  readonly site: string;
}

/**
 * The palette of the web client. What stands in `style` is light, for every mail program; those that know
 * `prefers-color-scheme` take the dark one from the sheet, by class.
 */
const light = {
  paper: "#FAF8F3",
  surface: "#FFFFFF",
  line: "#DED9CE",
  ink: "#1C2422",
  inkSoft: "#4F5A56",
  accent: "#0E5A53",
  onAccent: "#FFFFFF",
};
const dark: typeof light = {
  paper: "#141A1A",
  surface: "#1B2322",
  line: "#2C3635",
  ink: "#E7ECE9",
  inkSoft: "#B0BBB7",
  accent: "#74CBBB",
  onAccent: "#07211D",
};
const sheet = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.paper{background:${dark.paper} !important;color:${dark.ink} !important}
.surface{background:${dark.surface} !important;border-color:${dark.line} !important}
.soft{color:${dark.inkSoft} !important;border-color:${dark.line} !important}
.button{background:${dark.accent} !important;color:${dark.onAccent} !important}
}`;
const sans = "'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', Verdana, sans-serif";
const serif = "Newsreader, Georgia, serif";

/** Renders a letter in the product's look. Everything in it is escaped, names of people included. */
export function renderLetter(letter: Letter): Omit<Mail, "to"> {
  return { subject: letter.subject, text: renderText(letter), html: renderHtml(letter) };
}

function renderText({ title, paragraphs, button, footnote, site }: Letter): string {
  return [
    title,
    ...paragraphs,
    `${button.label}:\n${button.link}`,
    `--\n${footnote}\nParley, ${site}`,
    "",
  ].join("\n\n");
}

function renderHtml({ subject, title, paragraphs, button, footnote, site }: Letter): string {
  const body = paragraphs
    .map((text) => `<p style="margin:0 0 16px;font-size:16px;line-height:24px">${escape(text)}</p>`)
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escape(subject)}</title>
<style>${sheet}</style>
</head>
<body class="paper" style="margin:0;background:${light.paper};color:${light.ink};font-family:${sans}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="paper" style="background:${light.paper};color:${light.ink}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="surface" style="max-width:520px;background:${light.surface};border:1px solid ${light.line};border-radius:12px">
<tr><td style="padding:32px">
<p class="soft" style="margin:0 0 24px;font-size:13px;line-height:20px;color:${light.inkSoft}">Parley</p>
<h1 style="margin:0 0 16px;font-family:${serif};font-weight:500;font-size:28px;line-height:36px">${escape(title)}</h1>
${body}
<p style="margin:24px 0"><a href="${escape(button.link)}" class="button" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${light.accent};color:${light.onAccent};font-size:16px;line-height:20px;text-decoration:none">${escape(button.label)}</a></p>
<p class="soft" style="margin:0 0 24px;font-size:13px;line-height:20px;color:${light.inkSoft};word-break:break-all">${escape(button.link)}</p>
<p class="soft" style="margin:0;padding-top:16px;border-top:1px solid ${light.line};font-size:13px;line-height:20px;color:${light.inkSoft}">${escape(footnote)}<br>Parley, ${escape(site)}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
