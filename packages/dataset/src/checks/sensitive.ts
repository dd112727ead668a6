import table from "./sensitive.json" with { type: "json" };
import type { Row } from "../formats/row.ts";
import { textsOf } from "./rowRules.ts";

/** A piece of text that should not be trained on, and how it is shown: never whole. */
export interface Sensitive {
  readonly code: "personal_data" | "secret";
  /** What it is, and its ends: `card number 4…42`. */
  readonly shown: string;
}

/** Kinds of them, the more particular first. Forms of keys as their makers write them. */
const kinds = table.kinds.map(({ code, name, pattern }) => ({
  code: code as Sensitive["code"],
  name,
  pattern: new RegExp(pattern, "gu"),
}));

/** What tells one of a kind from a text that looks like it. */
const proofs: Readonly<Record<string, (found: string) => boolean>> = {
  "mail address": (found) =>
    !/@(?:[^@]*\.)?(?:example\.(?:com|org|net)|[^@]*\.(?:example|invalid|test))$/iu.test(found),
  "card number": (found) => isCard(found.replaceAll(/\D/gu, "")),
  "bank account (IBAN)": (found) => isIban(found.replaceAll(" ", "")),
};

/** What none of the kinds can do without: most texts hold nothing of it. */
const mark =
  /@|\d[\d -]{11}|PRIVATE KEY|\bsk-|gh[pousr]_|github_pat_|glpat-|hf_|xox|AKIA|ASIA|AIza|k_live_|eyJ|[A-Z]{2}\d{2}/u;

/** Found in a text, each kind once at most. */
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
  const found = new Map<string, Sensitive>();
  for (const value of textsOf(row))
    for (const one of sensitiveIn(value)) {
      const kind = `${one.code} ${one.shown.slice(0, 8)}`;
      if (!found.has(kind)) found.set(kind, one);
    }
  return [...found.values()];
}

/** The ends of something that is not to be seen: one or two characters of each. */
function masked(found: string): string {
  const kept = found.length >= 16 ? 2 : 1;
  return found.startsWith("-----") ? "…" : `${found.slice(0, kept)}…${found.slice(-kept)}`;
}

/**
 * The checksum of a card number, the length that its issuer gives it, and no run of one digit.
 *
 * @source ISO/IEC 7812-1, annex B (the Luhn formula)
 */
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

/** The checksum of an IBAN. @source ISO 13616-1 (the remainder by 97 is 1) */
function isIban(iban: string): boolean {
  if (iban.length < 15 || iban.length > 34) return false;
  const digits = Array.from(iban.slice(4) + iban.slice(0, 4), (one) => Number.parseInt(one, 36)).join("");
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
