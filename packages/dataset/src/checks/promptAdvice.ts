import type { Row } from "../formats/row.ts";
import type { Findings } from "./report.ts";

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

function commonSuffix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length === 0 ? "" : a.slice(-length);
}

/** What all texts of a column have in common, folded row by row. */
class Column {
  prefix: string | null = null;
  suffix = "";
  identical = true;
  texts = 0;
  #upper = 0;
  #lower = 0;

  add(text: string): void {
    this.texts += 1;
    if (this.prefix === null) [this.prefix, this.suffix] = [text, text];
    else {
      this.identical &&= this.prefix === text && this.suffix === text;
      this.prefix = commonPrefix(this.prefix, text);
      this.suffix = commonSuffix(this.suffix, text);
    }
    for (const character of text) {
      const upper = character.toUpperCase();
      if (upper === character.toLowerCase()) continue;
      if (character === upper) this.#upper += 1;
      else this.#lower += 1;
    }
  }

  /** More than a third of the letters are upper case. */
  get shouts(): boolean {
    return this.#upper * 2 > this.#lower && this.#upper > 0;
  }
}

/**
 * The advice of OpenAI's `prepare_data` for prompt and completion
 * (https://github.com/openai/openai-python, src/openai/lib/_validators.py, read 2026-11-24).
 */
export class PromptAdvice {
  readonly #prompts: Column = new Column();
  readonly #completions: Column = new Column();
  #unspaced: number | null = null;

  add(row: Row, line: number): void {
    const { prompt, completion } = row;
    if (typeof prompt === "string") this.#prompts.add(prompt);
    if (typeof completion !== "string" || completion === "") return;
    this.#completions.add(completion);
    if (!completion.startsWith(" ")) this.#unspaced ??= line;
  }

  report(findings: Findings): void {
    const [prompts, completions] = [this.#prompts, this.#completions];
    if (this.#unspaced !== null) findings.add("warning", "completion_no_leading_space", this.#unspaced);
    if (prompts.shouts) findings.add("warning", "mostly_upper_case", null, "prompt");
    if (completions.shouts) findings.add("warning", "mostly_upper_case", null, "completion");
    if (prompts.texts < 2) return;
    // Empty prompts are open-ended generation: nothing to end them with.
    const openEnded = prompts.identical && prompts.prefix === "";
    if (prompts.identical && !openEnded) findings.add("error", "identical_prompts", null);
    else if (!openEnded && prompts.suffix === "") findings.add("warning", "no_common_suffix", null);
    if (!openEnded && !prompts.identical && (prompts.prefix ?? "").length > 12)
      findings.add("advice", "common_prefix", null, "prompt");
    if (completions.suffix === "") findings.add("advice", "no_completion_suffix", null);
  }
}
