import {
  isDirect,
  needOf,
  type PermissionRow,
  permissionRows,
  standings,
  type Verdict,
  verdictOf,
} from "./list-permissions.ts";
import { operations } from "./operations.ts";

/** `docs/permissions.md`: who may call what, as the policy and the list of operations have it. */
export function renderPermissions(): string {
  const elsewhere = operations.filter(({ needs }) => needs === undefined);
  return [
    "# Who may do what",
    "",
    "Made of the policy that the service itself asks (`npm run docs:permissions`); a test holds this page to it, and",
    "another calls every row on the running stack as everybody in it.",
    "",
    "A number is the status of the refusal: 401 `unauthenticated`, 403 `forbidden`, 404 `not_found`, 409 `conflict`. To one",
    "who is not in it, a private room and an absent one are alike. Nobody acts on a member who is not below them in rank,",
    "and a room's last owner stays one.",
    "",
    "## In a room",
    "",
    ...table(
      [
        "call",
        "what",
        "no session",
        "not in it, private",
        "not in it, public",
        "member",
        "moderator",
        "owner",
      ].concat("archived", "direct"),
      permissionRows.map(toCells),
    ),
    "",
    "## Everywhere else",
    "",
    ...table(
      ["call", "needs"],
      elsewhere.map((one) => [`\`${one.method.toUpperCase()} ${one.path}\``, needOf(one)]),
    ),
    "",
  ].join("\n");
}

function toCells({ operation, need }: PermissionRow): string[] {
  const callers = ["nobody", "stranger", ...standings] as const;
  const isArchivedToo = standings.some((caller) => verdictOf(need, { caller, archived: true }) === "done");
  return [
    `\`${operation.method.toUpperCase()} ${operation.path}\``,
    need,
    ...callers.map((caller) => mark(verdictOf(need, { caller, archived: false }))),
    isArchivedToo ? "yes" : "no",
    isDirect(need) ? "yes" : "no",
  ];
}

function mark(verdict: Verdict): string {
  return verdict === "done" ? "**yes**" : String(verdict);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
