import { got, type Row } from "../formats/row.ts";
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

/** Fields of which the checks ask no more than whether their text is blank: what else they look for in one, {@link suspect} finds. */
const plainFields: ReadonlySet<string> = new Set(["content", "value", "text", "prompt", "completion", "system"]);
const longestLook = 1024;

/** The row without what its texts say: rows that look alike are alike to every check. */
function lookOf({ id, source, ...row }: Row, shape: string): string | null {
  const look = jsonText(row, (field, value) =>
    typeof value === "string" && plainFields.has(field) ? value.trim() && "text" : value,
  );
  return look === "" || look.length > longestLook ? null : `${shape} ${got(id)} ${got(source)} ${look}`;
}
