import { jsonText } from "../shapes/reading/content.ts";
import { has, isRow, type Row } from "../formats/row.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";
import { chatSft } from "../shapes/chats.ts";
import { shapeNamed } from "../shapes/table.ts";
import { renderedMark } from "../tokens/renderedMarks.ts";

/** Columns of another shape beside this one's, and columns of none. */
export function checkColumns(row: Row, shape: string, rules: ProviderRules, emit: Emit): void {
  const present = rules.exclusiveColumns.filter((set) => set.every((column) => has(row, column)));
  if (present.length > 1) return emit("error", "ambiguous_format", present.map((set) => set.join("+")).join(" and "));
  const strict = shapeNamed(shape)?.strict;
  const own = strict === undefined ? undefined : [...strict, ...(rules.moreColumns?.[shape] ?? [])];
  if (rules.extraColumn === null || own === undefined) return;
  for (const column in row) if (!own.includes(column)) emit(rules.extraColumn, "unexpected_column", column);
}

/** The first error that a provider's own check finds in a row by itself; null for a row that it takes. */
export function firstError(row: Row, shape: string, json: string, rules: ProviderRules): string | null {
  let first: string | null = null;
  const emit: Emit = (severity, code) => {
    if (severity === "error") first ??= code;
  };
  for (const check of [
    () => checkColumns(row, shape, rules, emit),
    () => checkRow(row, shape, rules, emit),
    () => checkWords(row, json, rules, emit),
  ])
    if (first === null) check();
  return first;
}

/** Marks of rows of messages, which any unknown shape is taken for. */
const chatMarks: readonly string[] = ["messages", "interactions"];

/** Whether the row shows the fields that make a shape, so that it can be checked as one. */
export function resembles(row: Row, shape: string): boolean {
  const known = shapeNamed(shape);
  return known?.resembles?.(row) === true || (known?.marks ?? chatMarks).some((field) => has(row, field));
}

/** All rules of a provider for one row, taken as a row of the file's shape; of an unknown one as a row of messages. */
export function checkRow(row: Row, shape: string, by: ProviderRules, emit: Emit): void {
  const known = shapeNamed(shape) ?? chatSft;
  const { roles } = known;
  const rules = roles === undefined || by.shapes.length > 0 ? by : { ...by, chat: { ...by.chat, roles } };
  known.check(row, rules, emit);
}

/** Reserved words and the text of special tokens, anywhere in a row. */
export function checkWords(row: Row, text: string | null, rules: ProviderRules, emit: Emit): void {
  const json = text ?? jsonText(row);
  const rendered = renderedMark(json);
  if (rendered !== null) emit("warning", "rendered_template", rendered);
  const suspect = rules.specialTokens !== null && (json.includes("<|") || /\\u00(?:3c|7c)/iu.test(json));
  if (!suspect && rules.reserved === null) return;
  let [reserved, tokens] = [rules.reserved, suspect];
  for (const value of textsOf(row)) {
    const word = reserved?.exec(value) ?? null;
    if (word !== null) {
      emit("error", "reserved_word", JSON.stringify(word[0]));
      reserved = null;
    }
    const token = tokens ? special.exec(value) : null;
    if (token === null || rules.specialTokens === null) continue;
    emit(rules.specialTokens, "special_token_text", token[0]);
    tokens = false;
  }
}

const special = /<\|(?:endoftext|endofprompt|fim_prefix|fim_middle|fim_suffix|im_start|im_end|im_sep)\|>/u;

/** Texts of a conversation: system, contents, blocks, parts, prompts. */
export function* textsOf(value: unknown, depth: number = 0): Generator<string> {
  if (typeof value === "string") yield value;
  else if (depth > 200) return;
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item, depth + 1);
  else if (isRow(value)) for (const item of Object.values(value)) yield* textsOf(item, depth + 1);
}
