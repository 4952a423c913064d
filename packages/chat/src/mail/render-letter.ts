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

/** The light palette of the web client: mail programs know no theme of ours. */
const paper = "#FAF8F3";
const surface = "#FFFFFF";
const ink = "#1C2422";
const inkSoft = "#4F5A56";
const accent = "#0E5A53";
const line = "#DED9CE";
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
<meta name="color-scheme" content="light">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;background:${paper};color:${ink};font-family:${sans}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${paper}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:${surface};border:1px solid ${line};border-radius:12px">
<tr><td style="padding:32px">
<p style="margin:0 0 24px;font-size:13px;line-height:20px;color:${inkSoft}">Parley</p>
<h1 style="margin:0 0 16px;font-family:${serif};font-weight:500;font-size:28px;line-height:36px">${escape(title)}</h1>
${body}
<p style="margin:24px 0"><a href="${escape(button.link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${accent};color:#FFFFFF;font-size:16px;line-height:20px;text-decoration:none">${escape(button.label)}</a></p>
<p style="margin:0 0 24px;font-size:13px;line-height:20px;color:${inkSoft};word-break:break-all">${escape(button.link)}</p>
<p style="margin:0;padding-top:16px;border-top:1px solid ${line};font-size:13px;line-height:20px;color:${inkSoft}">${escape(footnote)}<br>Parley, ${escape(site)}</p>
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
