/** What secrets look like wherever they come from, by name. Sources: the formats' own documentation. */
const secretPatterns: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  "a private key": /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  "a GitHub token": /\bgh[pousr]_[0-9A-Za-z]{36}\b/,
  "a Google key": /\bAIza[0-9A-Za-z_-]{35}\b/,
  "a Slack token": /\bxox[abprs]-[0-9A-Za-z-]{10,}/,
  "a signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a bot's token": /\bprl_[\w-]{20,}/,
  "an address with a password":
    /\b(?:postgres|postgresql|rediss?):\/\/[^\s:/@"'`$]+:[^\s/@"'`$]+@[a-z0-9.-]+/,
};

/** The names of the secrets that stand in a text: those that are known, and what looks like one. */
export function findSecrets(text: string, known: ReadonlyMap<string, string>): string[] {
  return [
    ...[...known].filter(([, secret]) => secret !== "" && text.includes(secret)).map(([name]) => name),
    ...Object.entries(secretPatterns)
      .filter(([, pattern]) => pattern.test(text))
      .map(([name]) => name),
  ];
}
