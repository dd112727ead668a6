import { isRecord } from "../check/fields.ts";

/** A constructor's arguments by name, as a value. */
type Fields = Record<string, unknown>;

/** What names stand for in Python and JavaScript. */
const constants: Readonly<Record<string, unknown>> = {
  None: null,
  null: null,
  undefined: null,
  True: true,
  true: true,
  False: false,
  false: false,
  NaN: null,
};

/** Values deeper than this are no job. */
const depthLimit = 64;

/**
 * Reads values as people paste them: what Python prints of an object (`FineTuningJob(id='…', …)`, a dict), what a console of
 * JavaScript shows (`{ object: 'fine_tuning.job', … }`), and JSON.
 */
class Literal {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  value(depth: number = 0): unknown {
    if (depth > depthLimit) throw new SyntaxError("nested too deep");
    this.#space();
    const next = this.#text[this.#at] ?? "";
    if (next === "'" || next === '"' || next === "`") return this.#string(next);
    if (next === "{") return this.#object(depth);
    if (next === "[" || next === "(") return this.#list(next === "[" ? "]" : ")", depth);
    const number = this.#match(/[+-]?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?/iuy);
    if (number !== undefined) return Number(number.replaceAll(/[_n]/gu, ""));
    const name = this.#match(/[\p{L}_$][\w$.]*(?:\[[\w.]*\])?/uy);
    if (name === undefined) throw new SyntaxError("no value");
    if (this.#text[this.#at] === "(") return this.#call(name, depth);
    return Object.hasOwn(constants, name) ? constants[name] : name;
  }

  /** `name=value` pairs, parted by commas or white space. */
  pairs(end: string, depth: number): { readonly named: Fields; readonly bare: unknown[] } {
    const [named, bare]: [[string, unknown][], unknown[]] = [[], []];
    for (this.#space(); this.#at < this.#text.length && this.#text[this.#at] !== end; this.#separator()) {
      const name = this.#match(/[\p{L}_]\w*(?=\s*=)/uy);
      if (name === undefined) {
        bare.push(this.value(depth + 1));
        continue;
      }
      this.#match(/\s*=/uy);
      named.push([name, this.value(depth + 1)]);
    }
    // Entries, not assignment: a field may be called __proto__.
    return { named: Object.fromEntries(named), bare };
  }

  /** `FineTuningJob(…)`; a time (`datetime.datetime(2024, 7, 1)`) as its day. */
  #call(name: string, depth: number): unknown {
    this.#at += 1;
    const { named, bare } = this.pairs(")", depth);
    this.#expect(")");
    const [year, month, day] = bare;
    if (name.endsWith("datetime") || name.endsWith("date"))
      return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
    return Object.keys(named).length === 0 && bare.length === 1 ? bare[0] : named;
  }

  #object(depth: number): Fields {
    this.#at += 1;
    const fields: [string, unknown][] = [];
    for (this.#space(); this.#text[this.#at] !== "}"; this.#separator()) {
      const next = this.#text[this.#at] ?? "";
      const name = next === "'" || next === '"' ? this.#string(next) : this.#match(/[\p{L}_$\d][\w$]*/uy);
      if (name === undefined) throw new SyntaxError("no name");
      this.#space();
      this.#expect(":");
      fields.push([name, this.value(depth + 1)]);
    }
    this.#expect("}");
    return Object.fromEntries(fields);
  }

  #list(end: string, depth: number): unknown[] {
    this.#at += 1;
    const items: unknown[] = [];
    // `[Object]` and `[Array]`: what a console does not unfold.
    if (this.#match(/(?:Object|Array|Function)[^\]]*(?=\])/uy) !== undefined) this.#space();
    for (this.#space(); this.#text[this.#at] !== end; this.#separator()) {
      if (this.#match(/\.\.\. \d+ more items?/uy) === undefined) items.push(this.value(depth + 1));
    }
    this.#expect(end);
    return items;
  }

  #string(quote: string): string {
    let text = "";
    for (this.#at += 1; this.#text[this.#at] !== quote; this.#at += 1) {
      if (this.#at >= this.#text.length) throw new SyntaxError("a text without its end");
      if (this.#text[this.#at] === "\\") this.#at += 1;
      text += this.#text[this.#at] ?? "";
    }
    this.#at += 1;
    return text;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #space(): void {
    this.#match(/\s*/uy);
  }

  #separator(): void {
    this.#match(/[\s,]*/uy);
    if (this.#at > this.#text.length) throw new SyntaxError("an end is missing");
  }

  #expect(character: string): void {
    this.#space();
    if (this.#text[this.#at] !== character) throw new SyntaxError(`no ${character}`);
    this.#at += 1;
  }
}

/** Where the value of a pasted text may begin: behind `JSON:`, at a constructor, at a bracket. */
const beginnings: readonly RegExp[] = [/JSON:\s*(?=\{)/u, /[A-Z]\w*(?:\[\w+\])?\(\s*\w+\s*=/u, /[{[]/u];

function attempt(read: () => unknown): unknown {
  try {
    const value = read();
    return isRecord(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value in a pasted text; undefined where it holds none. */
export function pastedValue(text: string): unknown {
  const json = attempt((): unknown => JSON.parse(text));
  if (json !== undefined) return json;
  for (const beginning of beginnings) {
    const found = beginning.exec(text);
    if (found === null) continue;
    const at = found.index + (found[0].startsWith("JSON") ? found[0].length : 0);
    const value = attempt(() => new Literal(text, at).value());
    if (value !== undefined) return value;
  }
  // Fields alone, as pydantic prints an object: `object='job.metadata' cost=2.6 …`.
  if (!/^\s*\w+=\S/u.test(text)) return undefined;
  const fields = attempt(() => new Literal(text, 0).pairs("", 0).named);
  return isRecord(fields) && Object.keys(fields).length > 1 ? fields : undefined;
}

/** The jobs of a list as providers return it; the value alone where it is none. */
export function jobsIn(value: unknown): readonly unknown[] {
  const listed = isRecord(value) ? (value["data"] ?? value["jobs"] ?? value["items"] ?? value["tuningJobs"]) : null;
  const areJobs =
    Array.isArray(listed) &&
    listed.length > 0 &&
    listed.every((one) => isRecord(one) && ("model" in one || "baseModel" in one) && ("id" in one || "name" in one));
  return areJobs ? listed : [value];
}
