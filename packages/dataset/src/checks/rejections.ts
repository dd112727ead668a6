import { unlimited } from "./providersBase.ts";
import { hostRules } from "./providers.ts";
import { checkColumns, checkRow, checkWords } from "./rowRules.ts";
import { isRow, type Row } from "../formats/row.ts";
import type { Container } from "../formats/sniff.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";

/** Rows that look alike are checked once: so many looks are kept. */
const mostLooks = 4096;

/** Whether a text may hold a word that some provider keeps for itself. */
const suspect =
  /<\||\\u00(?:3c|7c)|(?:User|USER|Bot|BOT|Assistant|ASSISTANT|System|SYSTEM|Thought|Human):|<image>|<video>|\[EOS\]/iu;

const [less, bar, colon, quote, bracket] = [60, 124, 58, 34, 91];
/** Last letters of roles: a colon behind one may be a word that a provider keeps for itself. */
const roleEnds: ReadonlySet<number> = new Set([..."rtmnRTMN"].map((letter) => letter.charCodeAt(0)));

/** The same of a line of JSON as it is read, more readily: a few bytes tell. */
export function isSuspectLine(line: Uint8Array): boolean {
  for (let at = line.indexOf(less); at >= 0; at = line.indexOf(less, at + 1)) {
    const next = line[at + 1];
    if (next === bar || next === 0x69 || next === 0x76 || next === 0x49 || next === 0x56) return true;
  }
  for (let at = line.indexOf(bracket); at >= 0; at = line.indexOf(bracket, at + 1))
    if (line[at + 1] === 0x45 || line[at + 1] === 0x65) return true;
  // Behind a name of JSON stands a quote.
  for (let at = line.indexOf(colon); at >= 0; at = line.indexOf(colon, at + 1)) {
    const before = line[at - 1];
    if (before !== quote && before !== undefined && roleEnds.has(before) && suspect.test(tailOf(line, at))) return true;
  }
  return false;
}

function tailOf(line: Uint8Array, colonAt: number): string {
  return String.fromCharCode(...line.subarray(Math.max(0, colonAt - 10), colonAt + 1));
}

/**
 * Rows that the checks of providers refuse, whatever the numbers of the price book: by the id of the checks. Each row is
 * looked at by itself, so that parts of a file add up to the whole.
 */
export class Rejections {
  readonly #rules: readonly ProviderRules[] = hostRules.map((rules) => ({ ...unlimited, ...rules }));
  readonly #rejected: number[] = this.#rules.map(() => 0);
  readonly #looks: Map<string, readonly number[]> = new Map();
  readonly #forms: WeakMap<object, readonly number[]> = new WeakMap();
  #rows = 0;
  /** Of them, rows of token ids, for which Parquet is made. */
  #ids = 0;

  /** A row that could be read. */
  row(row: Row, shape: string, text: string | null): void {
    this.#rows += 1;
    if (shape === "parquet-tokenised") this.#ids += 1;
    const look = text !== null && !suspect.test(text) ? lookOf(row, shape) : null;
    let by = look === null ? undefined : this.#looks.get(look);
    if (by === undefined) {
      by = this.#by(row, shape, text);
      if (look !== null && this.#looks.size < mostLooks) this.#looks.set(look, by);
    }
    for (const place of by) this.#rejected[place] = (this.#rejected[place] as number) + 1;
  }

  /** A row that no check tells from another of its form. */
  rowLike(form: object, row: Row, shape: string): void {
    this.#rows += 1;
    let by = this.#forms.get(form);
    if (by === undefined) this.#forms.set(form, (by = this.#by(row, shape, null)));
    for (const place of by) this.#rejected[place] = (this.#rejected[place] as number) + 1;
  }

  /** A flaw of a line that costs no row: a byte order mark, a blank line. */
  flaw(code: string): void {
    this.#rules.forEach(({ bom, blankLine }, place) => {
      const stance = code === "bom" ? bom : code === "blank_line" ? blankLine : null;
      if (stance === "error") this.#rejected[place] = (this.#rejected[place] as number) + 1;
    });
  }

  /** Flaws by the id of the checks; where only JSON lines are taken, all rows of anything else. */
  result({ kind }: Container): Record<string, number> {
    const isLines = kind === "json-lines" || kind === "empty";
    const others = isLines ? this.#ids : kind === "parquet" ? this.#rows - this.#ids : this.#rows;
    const found = this.#rules.map(({ id, linesOnly }, place): [string, number] => {
      const rejected = this.#rejected[place] as number;
      return [id, linesOnly ? Math.max(rejected, others) : rejected];
    });
    return Object.fromEntries(found.filter(([, count]) => count > 0));
  }

  /** The places of the checks that refuse a row. */
  #by(row: Row, shape: string, text: string | null): number[] {
    const places: number[] = [];
    let errors = 0;
    const emit: Emit = (severity) => {
      if (severity === "error") errors += 1;
    };
    this.#rules.forEach((bare, place) => {
      errors = 0;
      const rules = { ...bare, shapes: [shape] };
      checkColumns(row, shape, rules, emit);
      if (errors === 0) checkRow(row, shape, rules, emit);
      if (errors === 0) checkWords(row, text, rules, emit);
      if (errors > 0) places.push(place);
    });
    return places;
  }
}

/** Columns of plain text, of which a check asks no more than whether they are empty. */
const plainColumns: ReadonlySet<string> = new Set(["prompt", "completion", "text", "system", "id", "source"]);

/** What a check sees of a row of plain messages or texts; null where there is more to it. */
function lookOf(row: Row, shape: string): string | null {
  let look = shape;
  for (const column in row) {
    const value = row[column];
    if (typeof value === "string" && plainColumns.has(column)) look += `;${column} ${Number(value.trim() !== "")}`;
    else if (Array.isArray(value) && (column === "messages" || column === "conversations")) {
      const turns = turnsOf(value);
      if (turns === null) return null;
      look += `;${column}${turns}`;
    } else return null;
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
      if (field === "role" || field === "from")
        look += `,${field} ${value.slice(0, 16)}${value.length > 16 ? "…" : ""}`;
      else if (field === "content" || field === "value") look += `,${field} ${Number(value.trim() !== "")}`;
      else return null;
    }
  }
  return look;
}
