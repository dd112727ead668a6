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

/** Rows that the checks of providers, which take JSON lines and token ids in Parquet, refuse, whatever the numbers of the price book: by the id of the checks and the shape of the row. */
export class Rejections {
  readonly #rules: readonly ProviderRules[] = hostRules.map((rules) => ({ ...unlimited, ...rules }));
  /** By shape; under none the lines that hold no row. */
  readonly #met: Map<string, { rows: number; readonly rejected: number[] }> = new Map();
  readonly #looks: Map<string, readonly number[]> = new Map();
  /** The flaws of a line, until its row is known: it is one place, whatever is wrong in it. */
  #flawed: { readonly line: number; readonly by: Set<number> } = { line: 0, by: new Set() };

  row(row: Row, shape: string, text: string | null, line: number): void {
    const look = text !== null && !suspect.test(text) ? lookOf(row, shape) : null;
    let by = look === null ? undefined : this.#looks.get(look);
    by ??= this.#by(row, shape, text);
    if (look !== null && this.#looks.size < mostLooks) this.#looks.set(look, by);
    this.#add(new Set([...by, ...this.lost(line)]), shape, 1);
  }

  /** So many rows that are like one of them to every check. */
  rowsLike(row: Row, shape: string, rows: number): void {
    this.#add(this.#by(row, shape, null), shape, rows);
  }

  #add(by: Iterable<number>, shape: string, places: number, rows: number = places): void {
    const met = this.#met.get(shape) ?? { rows: 0, rejected: this.#rules.map(() => 0) };
    this.#met.set(shape, met);
    met.rows += rows;
    for (const place of by) met.rejected[place]! += places;
  }

  flaw(code: string, line: number): void {
    if (line !== this.#flawed.line) this.#add(this.lost(this.#flawed.line), "", 1, 0);
    const isOfLines = ["other_encoding", "invalid_json"].includes(code);
    const by = this.#rules.flatMap(({ bom, blankLine }, place) => {
      const isRefused = (code === "bom" && bom === "error") || (code === "blank_line" && blankLine === "error");
      return isOfLines || isRefused ? [place] : [];
    });
    this.#flawed = { line, by: new Set([...this.#flawed.by, ...by]) };
  }

  /** The flaws of a line whose row is counted elsewhere. */
  lost(line: number): ReadonlySet<number> {
    const { by } = this.#flawed;
    if (line !== this.#flawed.line) return new Set();
    this.#flawed = { line: 0, by: new Set() };
    return by;
  }

  result({ kind }: Container): Record<string, number> {
    this.#add(this.lost(this.#flawed.line), "", 1, 0);
    const isLines = kind === "json-lines" || kind === "empty";
    const found = [...this.#met].flatMap(([shape, { rows, rejected }]) => {
      const isTaken = shape === "parquet-tokenised" ? kind === "parquet" : isLines;
      return this.#rules.map(({ id }, place): [string, number] => [
        shape === "" ? id : `${id}/${shape}`,
        isTaken ? (rejected[place] as number) : rows,
      ]);
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
