import { isRow, type Row } from "../formats/row.ts";
import type { Container } from "../formats/sniff.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { hostRules, unlimited } from "./providers.ts";
import { firstError } from "./rowRules.ts";

const mostLooks = 4096;

const suspect =
  /<\||\\u00(?:3c|7c)|(?:User|USER|Bot|BOT|Assistant|ASSISTANT|System|SYSTEM|Thought|Human):|<image>|<video>|\[EOS\]/iu;

/** Shapes of the providers that keep words for themselves; no other shape goes there as it is. */
const wordy: ReadonlySet<string> = new Set(["bedrock-conversation-2024", "claude-messages"]);

/** Rows that the checks of providers, which take JSON lines and token ids in Parquet, refuse, whatever the numbers of the price book: by the id of the checks. */
export class Rejections {
  readonly #rules: readonly ProviderRules[] = hostRules.map((rules) => ({ ...unlimited, ...rules }));
  readonly #texts = { rows: 0, rejected: this.#rules.map(() => 0) };
  /** Rows of token ids, for which Parquet is made. */
  readonly #ids = { rows: 0, rejected: this.#rules.map(() => 0) };
  readonly #looks: Map<string, readonly number[]> = new Map();

  row(row: Row, shape: string, text: string | null): void {
    const look = text !== null && !suspect.test(text) ? lookOf(row, shape) : null;
    let by = look === null ? undefined : this.#looks.get(look);
    by ??= this.#by(row, shape, text);
    if (look !== null && this.#looks.size < mostLooks) this.#looks.set(look, by);
    this.#add(by, shape, 1);
  }

  /** So many rows that are like one of them to every check. */
  rowsLike(row: Row, shape: string, rows: number): void {
    this.#add(this.#by(row, shape, null), shape, rows);
  }

  #add(by: readonly number[], shape: string, rows: number): void {
    const met = shape === "parquet-tokenised" ? this.#ids : this.#texts;
    met.rows += rows;
    for (const place of by) met.rejected[place]! += rows;
  }

  flaw(code: string): void {
    const isOfLines = ["other_encoding", "invalid_json"].includes(code);
    this.#rules.forEach(({ bom, blankLine }, place) => {
      const isRefused = (code === "bom" && bom === "error") || (code === "blank_line" && blankLine === "error");
      if (isOfLines || isRefused) this.#texts.rejected[place]! += 1;
    });
  }

  result({ kind }: Container): Record<string, number> {
    const isLines = kind === "json-lines" || kind === "empty";
    const found = this.#rules.map(({ id }, place): [string, number] => {
      const [texts, ids] = [this.#texts.rejected[place] as number, this.#ids.rejected[place] as number];
      return [id, (isLines ? texts : this.#texts.rows) + (kind === "parquet" ? ids : this.#ids.rows)];
    });
    return Object.fromEntries(found.filter(([, count]) => count > 0));
  }

  #by(row: Row, shape: string, text: string | null): number[] {
    const json = text ?? jsonText(row);
    return this.#rules.flatMap((bare, place) => {
      const rules = { ...bare, shapes: [shape], reserved: wordy.has(shape) ? bare.reserved : null };
      return firstError(row, shape, json, rules) === null ? [] : [place];
    });
  }
}

const plainColumns: ReadonlySet<string> = new Set(["prompt", "completion", "text", "system", "id", "source"]);

function lookOf(row: Row, shape: string): string | null {
  let look = shape;
  for (const column in row) {
    const value = row[column];
    const isList = Array.isArray(value) && (column === "messages" || column === "conversations");
    if (!isList && !(typeof value === "string" && plainColumns.has(column))) return null;
    const turns = isList ? turnsOf(value) : ` ${Number((value as string).trim() !== "")}`;
    if (turns === null) return null;
    look += `;${column}${turns}`;
  }
  return look;
}

function turnsOf(messages: readonly unknown[]): string | null {
  let look = "";
  for (const message of messages) {
    if (!isRow(message)) return null;
    for (const field in message) {
      const value = message[field];
      if (typeof value !== "string") return null;
      const isRole = field === "role" || field === "from";
      if (!isRole && field !== "content" && field !== "value") return null;
      look += `,${field} ${isRole ? value.slice(0, 17) : Number(value.trim() !== "")}`;
    }
  }
  return look;
}
