import { grouped } from "@tunecast/estimator/parts";
import { has, isRow, type Row } from "../formats/row.ts";
import { chatSft } from "../shapes/chats.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { shapeNamed } from "../shapes/table.ts";
import { renderedMark } from "../tokens/renderedMarks.ts";
import table from "./sensitive.json" with { type: "json" };

interface Sensitive {
  readonly code: "personal_data" | "secret";
  readonly shown: string;
}

const kinds = table.kinds.map(({ code, name, pattern }) => ({
  code: code as Sensitive["code"],
  name,
  pattern: new RegExp(pattern, "gu"),
}));

const proofs: Readonly<Record<string, (found: string) => boolean>> = {
  "mail address": (found) =>
    !/@(?:[^@]*\.)?(?:example\.(?:com|org|net)|[^@]*\.(?:example|invalid|test))$/iu.test(found),
  "card number": (found) => isCard(found.replaceAll(/\D/gu, "")),
};

const mark = /@|\d[\d -]{11}|PRIVATE KEY|\bsk-|gh[pousr]_|github_pat_|glpat-|hf_|xox|AKIA|ASIA|AIza|k_live_|eyJ/u;

export function sensitiveIn(text: string): Sensitive[] {
  if (!mark.test(text)) return [];
  return kinds.flatMap(({ code, name, pattern }) => {
    const found = [...text.matchAll(pattern)].find(([match]) => proofs[name]?.(match) !== false)?.[0];
    return found === undefined ? [] : [{ code, shown: `${name} ${masked(found)}` }];
  });
}

/** Found in the texts of a row, each kind once. @param text the JSON of the row, where there is one: it is looked at first */
export function sensitiveInRow(row: Row, text: string | null): Sensitive[] {
  if (text !== null && !mark.test(text)) return [];
  const kinds = grouped([...textsOf(row)].flatMap(sensitiveIn), ({ code, shown }) => `${code} ${shown.slice(0, 8)}`);
  return [...kinds.values()].flatMap((alike) => alike.slice(0, 1));
}

function masked(found: string): string {
  const kept = found.length >= 16 ? 2 : 1;
  return found.startsWith("-----") ? "…" : `${found.slice(0, kept)}…${found.slice(-kept)}`;
}

/** The checksum of a card number, the length that its issuer gives it, and no run of one digit. @source ISO/IEC 7812-1, annex B (the Luhn formula) */
function isCard(digits: string): boolean {
  const isIssued =
    /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6\d{15})$/u;
  if (!isIssued.test(digits) || /^(\d)\1*$/u.test(digits)) return false;
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

export function checkColumns(row: Row, shape: string, rules: ProviderRules, emit: Emit): void {
  const present = rules.exclusiveColumns.filter((set) => set.every((column) => has(row, column)));
  if (present.length > 1) return emit("error", "ambiguous_format", present.map((set) => set.join("+")).join(" and "));
  const strict = shapeNamed(shape)?.strict;
  const own = strict === undefined ? undefined : [...strict, ...(rules.moreColumns?.[shape] ?? [])];
  if (rules.extraColumn === null || own === undefined) return;
  for (const column in row) if (!own.includes(column)) emit(rules.extraColumn, "unexpected_column", column);
}

export function firstError(row: Row, shape: string, json: string, rules: ProviderRules): string | null {
  let first: string | null = null;
  const emit: Emit = (severity, code) => {
    if (severity === "error") first ??= code;
  };
  for (const check of [checkColumns, checkRow] as const) if (first === null) check(row, shape, rules, emit);
  if (first === null) checkWords(row, json, rules, emit);
  return first;
}

export function resembles(row: Row, shape: string): boolean {
  const known = shapeNamed(shape);
  return known?.resembles?.(row) === true || (known ?? chatSft).marks.some((field) => has(row, field));
}

export function checkRow(row: Row, shape: string, by: ProviderRules, emit: Emit): void {
  const { roles, check } = shapeNamed(shape) ?? chatSft;
  const rules = roles === undefined || by.shapes.length > 0 ? by : { ...by, chat: { ...by.chat, roles } };
  check(row, rules, emit);
}

export function checkWords(row: Row, text: string | null, rules: ProviderRules, emit: Emit): void {
  const json = text ?? jsonText(row);
  const rendered = renderedMark(json);
  if (rendered !== null) emit("warning", "rendered_template", rendered);
  const suspect = rules.specialTokens !== null && (json.includes("<|") || /\\u00(?:3c|7c)/iu.test(json));
  if (!suspect && rules.reserved === null) return;
  const texts = [...textsOf(row)];
  const first = (of: RegExp | null): string | undefined => of?.exec(texts.find((text) => of.test(text)) ?? "")?.[0];
  const [word, token] = [first(rules.reserved), first(suspect ? special : null)];
  if (word !== undefined) emit("error", "reserved_word", JSON.stringify(word));
  if (token !== undefined && rules.specialTokens !== null) emit(rules.specialTokens, "special_token_text", token);
}

const special = /<\|(?:endoftext|endofprompt|fim_prefix|fim_middle|fim_suffix|im_start|im_end|im_sep)\|>/u;

export function* textsOf(value: unknown, depth: number = 0): Generator<string> {
  if (typeof value === "string") yield value;
  else if (depth > 200) return;
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item, depth + 1);
  else if (isRow(value)) for (const item of Object.values(value)) yield* textsOf(item, depth + 1);
}
