// The tables of docs/configuration.md, made from the very declarations that the server reads by.
import { ALL_STANZAS } from "#config/all-stanzas.ts";
import type { KeyRule, StanzaShape } from "#config/reading/key-table.ts";

export const BEGIN =
  "<!-- Made from the key tables in src/config; `UPDATE_DOCS=1 npm test -- config/documentation` renews it. -->";
export const END = "<!-- end of the made part -->";

export function renderTables(): string {
  return [BEGIN, "", ...ALL_STANZAS.flatMap(section), END].join("\n");
}

function section(shape: StanzaShape): string[] {
  const rules = Object.entries(shape.keys);
  const of = (use: KeyRule["use"]): [string, KeyRule][] => rules.filter(([, rule]) => rule.use === use);
  return [
    `### ${shape.title === "" ? "Top level" : `\`${shape.title}\``}`,
    "",
    shape.says,
    "",
    ...table(["Key", "What it does", "Standard", "Variable", "SIGHUP"], of("used").map(usedRow)),
    ...table(["Accepted and ignored", "Why"], of("ignored").map(otherRow)),
    ...table(["Refused", "Why"], of("refused").map(otherRow)),
  ];
}

function usedRow([key, rule]: [string, KeyRule]): string[] {
  return [
    `\`${key}\`${rule.secret === true ? " (secret)" : ""}`,
    rule.says,
    rule.standard === undefined
      ? ""
      : /^["[\d]|^(?:true|false)/.test(rule.standard)
        ? `\`${rule.standard}\``
        : rule.standard,
    variables(rule),
    rule.reloads === true ? "yes" : "",
  ];
}

function variables({ environment, flag }: KeyRule): string {
  const names = (environment?.names ?? []).map((name) => `\`VAULT_${name}\``).join(", ");
  const fills = environment?.wins === "under the file" ? " (fills a gap)" : "";
  const asFlag = flag === undefined ? "" : `${names === "" ? "" : ", "}\`-${flag}\``;
  return `${names}${fills}${asFlag}`;
}

function otherRow([key, rule]: [string, KeyRule]): string[] {
  return [`\`${key}\``, rule.says];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}
