import type { Guard } from "./guard.ts";

/** What a line of a table cannot hold as it is. */
function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", String.raw`\|`);
}

function describe({ line, file, code, test: [testFile, title] }: Guard): string {
  const noticing = title === "" ? "" : `, “${cell(title)}”`;
  return `| ${line} | \`\` ${cell(code)} \`\` in [${file}](../${file}) | [${testFile}](../${testFile})${noticing} |`;
}

/** The list of guards for people: `docs/guards.md`. */
export function describeGuards(guards: readonly Guard[]): string {
  return `# Guards and their tests

Each piece of code that holds a line of [security.md](security.md), and the test that fails when it is taken out.
\`npm run guards\` takes them out one by one; \`npm run guards -- --write\` writes this list.

| line | guard | test |
|---|---|---|
${guards.map(describe).join("\n")}
`;
}
