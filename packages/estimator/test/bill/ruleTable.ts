import { readdirSync, readFileSync } from "node:fs";
import type { Parameter } from "../../src/bill/rules/parameter.ts";
import type { Rule } from "../../src/bill/rules/rule.ts";
import { billingRules, rolesOf } from "../../src/bill/rules/table.ts";
import { exampleOf } from "./ruleExamples.ts";

const folder = new URL("../../src/bill/rules/", import.meta.url);

/** What the comment above each rule says, by its tag. */
function comments(): ReadonlyMap<string, string> {
  const text = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const rules = text.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export const \w+: Rule = )?rule\(\{\s*tag: "(\w+)"/g,
  );
  return new Map(
    [...rules].map(([, comment = "", tag = ""]) => [tag, comment.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim()]),
  );
}

/** `pricing/RULES.md`: every rule with its parameters, what it does and its worked example. */
export function ruleTable(): string {
  const said = comments();
  const row = (rule: Rule): string => {
    const { tag, role, parameters } = rule;
    const names = Object.entries(parameters).map(([name, one]) => `\`${name}\`: ${parameterText(one)}`);
    return `| \`${tag}\` | ${role} | ${names.join("; ")} | ${said.get(tag) ?? ""} | ${exampleText(rule)} |`;
  };
  const table = (list: keyof typeof rolesOf): string[] => [
    "| tag | role | parameters | what it does | example |",
    "|---|---|---|---|---|",
    ...billingRules.filter(({ role }) => rolesOf[list].includes(role)).map(row),
  ];
  return `${[
    "# Billing rules",
    "",
    "Made from the rules themselves, `packages/estimator/src/bill/rules/`: do not edit. Every tag may carry `variant`, then",
    "it holds for that variant alone, and `source`, the address of the page that says so. A tag or parameter that is not",
    "here, a value of the wrong kind, rules that contradict each other, an offer without exactly one `quantity` rule, and",
    "a rate that none of its offer's rules reads fail the build, and refuse the offer at run time.",
    "",
    "## In `billing`",
    "",
    "The example: 1,000 conversations of 100 tokens, 40 of them in two answers, three epochs, at $3 per million tokens,",
    "which is $0.90. Beside it stands what the rule makes of it, with the range where the rule sets its ends apart.",
    "",
    ...table("billing"),
    "",
    "## In `serving`",
    "",
    "The example: one month of 1,000 requests of 900 tokens in and 100 out.",
    "",
    ...table("serving"),
  ].join("\n")}\n`;
}

function parameterText({ type, least, most, optional }: Parameter<unknown>): string {
  const kind = {
    whole: "whole number",
    number: "number",
    flag: "true or false",
    decimal: "decimal as text",
    text: "text",
    rate: "kind of rate",
  }[type];
  const ends = [
    ...(least === undefined ? [] : [most === undefined ? `from ${least}` : `${least} to ${most}`]),
    ...(optional === true ? ["may be left out"] : []),
  ];
  return [kind, ...ends].join(", ");
}

function exampleText({ tag }: Rule): string {
  const { with: parameters, rates = {}, method, job, traffic, parameters: billions, becomes, range } = exampleOf(tag);
  const stated = [
    ...(method === undefined ? [] : [method]),
    ...(billions === undefined ? [] : [`a model of ${billions} billion parameters`]),
    ...Object.entries(rates).map(([kind, [amount, per = "1M tokens"]]) => `${kind} $${amount} per ${per}`),
    ...[parameters, job, traffic].flatMap((record) =>
      record === undefined ? [] : Object.entries(record).map(([name, value]) => `${name} ${shown(value)}`),
    ),
  ];
  const ends = range === undefined ? "" : `, $${range[0]} to $${range[1]}`;
  return `${stated.length > 0 ? `${stated.join(", ")}: ` : ""}$${becomes}${ends}`;
}

function shown(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${shown(one)}`)
    .join(" × ");
}
