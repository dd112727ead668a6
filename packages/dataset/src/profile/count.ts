import type { Doubt, RuleCounts } from "@tunecast/estimator/profile";
import type { Example, Message } from "../formats/example.ts";
import { HistogramFold } from "./histogram.ts";
import type { CountRule } from "./rules.ts";
import { Texts, type NativeTexts, type TextCounts } from "./texts.ts";

class RuleFold {
  readonly rule: CountRule;
  readonly texts: TextCounts;
  less = 0;
  more = 0;
  countsAll = true;
  readonly tokens: HistogramFold = new HistogramFold();
  readonly trainable: HistogramFold = new HistogramFold();
  readonly prompt: HistogramFold = new HistogramFold();
  readonly recounted: HistogramFold = new HistogramFold();
  readonly records: HistogramFold = new HistogramFold();
  longestTurn = 0;
  // Tools are the same list in nearly all rows of a file.
  #lastTools = "";
  #lastToolsTokens = 0;

  constructor(rule: CountRule, texts: TextCounts) {
    this.rule = rule;
    this.texts = texts;
  }

  add(example: Example): void {
    if (example.ids !== null) this.#addIds(example.ids);
    else if (example.layout === "text") this.#addTexts(example);
    else this.#addChat(example);
  }

  #addIds({ tokens, trained }: { readonly tokens: number; readonly trained: number }): void {
    this.trainable.add(trained);
    this.prompt.add(tokens - trained);
    this.#addOneRecord(tokens);
  }

  /** An example that is not cut into turns. */
  #addOneRecord(tokens: number): void {
    this.tokens.add(tokens);
    this.recounted.add(tokens);
    this.#addRecord(tokens, tokens);
  }

  #addRecord(tokens: number, turn: number): void {
    this.records.add(tokens);
    if (turn > this.longestTurn) this.longestTurn = turn;
  }

  /** Plain text has no roles: the texts are counted as they stand. */
  #addTexts(example: Example): void {
    const { content: messages, saved, trained } = this.#contents(example.messages);
    this.#doubt({ less: 0, more: saved });
    let [tokens, prompt] = [0, 0];
    for (let i = 0; i < messages.length; i++) {
      tokens += messages[i] as number;
      if (i < example.answer) prompt += messages[i] as number;
    }
    this.trainable.add(trained);
    this.prompt.add(prompt);
    this.#addOneRecord(tokens);
  }

  #addChat(example: Example): void {
    const { overhead } = this.rule;
    const { messages } = example;
    const { content, saved, trained } = this.#contents(messages);
    let tokens = overhead.record(messages);
    if (example.tools !== null) tokens += this.#toolTokens(example.tools);
    let prompt = tokens;
    let recounted = 0;
    let sinceUser = 0;
    // Tokens up to the turn at hand, and up to that of the answer.
    let [answered, beforeAnswer] = [0, 0];
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i] as Message;
      if (i === example.answer) [prompt, beforeAnswer] = [tokens, answered];
      tokens += overhead.message(content[i] as number, i, messages);
      if (message.images !== null && !overhead.countsImages) this.countsAll = false;
      this.#doubt(overhead.messageDoubt(message));
      if (message.role === "assistant") {
        sinceUser += 1;
        const record = tokens + sinceUser * overhead.answerExtra;
        recounted += record;
        this.#addRecord(record, record - answered);
        answered = tokens;
      } else if (message.role === "user") sinceUser = 0;
    }
    // Texts that hold a template are trained as they stand, or with the template around them once more.
    if (saved > 0) this.#doubt({ less: Math.max(0, tokens - sum(content)), more: saved });
    if (example.answer >= messages.length) prompt = tokens;
    tokens += sinceUser * overhead.answerExtra;
    if (example.rejected !== null) {
      const other = this.#rejectedTokens(example.rejected);
      recounted += prompt + other;
      this.#addRecord(prompt + other, prompt + other - beforeAnswer);
      tokens += other;
    }
    this.tokens.add(tokens);
    this.trainable.add(trained);
    this.prompt.add(prompt);
    this.recounted.add(recounted);
  }

  /**
   * The messages as the rule's trainer counts them: at OpenAI marks of a template are text, trainers of open models take each
   * for one token.
   */
  #contents(all: readonly Message[]): {
    readonly content: readonly number[];
    readonly saved: number;
    readonly trained: number;
  } {
    const { messages, saved, trained } = this.texts;
    if (saved === null || this.rule.name.startsWith("openai")) return { content: messages, saved: 0, trained };
    const content = messages.map((tokens, i) => tokens - (saved[i] ?? 0));
    const savedOfTrained = sum(saved.filter((_, i) => all[i]?.trained === true));
    return { content, saved: sum(saved), trained: trained - savedOfTrained };
  }

  #rejectedTokens(messages: readonly Message[]): number {
    let tokens = 0;
    for (let i = 0; i < messages.length; i++)
      tokens += this.rule.overhead.message(this.texts.rejected[i] as number, i, messages);
    return tokens;
  }

  #toolTokens(tools: readonly unknown[]): number {
    const key = toolsKey(tools);
    if (key !== this.#lastTools || key === "") {
      this.#lastTools = key;
      this.#lastToolsTokens = this.rule.overhead.tools(tools);
    }
    this.#doubt(this.rule.overhead.toolsDoubt(this.#lastToolsTokens));
    return this.#lastToolsTokens;
  }

  #doubt(doubt: Doubt | null): void {
    if (doubt === null) return;
    this.less += doubt.less;
    this.more += doubt.more;
  }

  result(): RuleCounts {
    const { less, more } = this;
    const isSure = less + more === 0;
    return {
      exact: isSure && this.countsAll,
      ...(!isSure && { doubt: { less, more } }),
      tokens: this.tokens.result(),
      trainable: this.trainable.result(),
      prompt: this.prompt.result(),
      recounted: this.recounted.result(),
      records: this.records.result(),
      longestTurn: this.longestTurn,
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

/** Tools as text to compare them by; empty where they nest too deep to print. */
function toolsKey(tools: readonly unknown[]): string {
  try {
    return JSON.stringify(tools);
  } catch {
    return "";
  }
}

/** Counts examples by all rules at once; each text once per vocabulary. */
export class CountFold {
  readonly #texts: Texts;
  readonly #rules: RuleFold[];

  constructor(rules: readonly CountRule[]) {
    this.#texts = new Texts([...new Set(rules.map(({ counter }) => counter))]);
    const { counts } = this.#texts;
    this.#rules = [...rules]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((rule) => new RuleFold(rule, counts.find(({ counter }) => counter === rule.counter) as TextCounts));
  }

  add(example: Example): void {
    if (example.ids === null) this.#texts.count(example);
    for (const rule of this.#rules) rule.add(example);
  }

  /** What counts lines of JSON without parsing them; undefined where there is nothing that does. */
  get native(): NativeTexts | undefined {
    return this.#texts.native;
  }

  /** As {@link add}, of the line that was counted last: the i-th message has its text from `slots[i]`. */
  addLine(example: Example, slots: readonly number[], native: NativeTexts): void {
    this.#texts.takeLine(example, slots, native);
    for (const rule of this.#rules) rule.add(example);
  }

  result(): Record<string, RuleCounts> {
    return Object.fromEntries(this.#rules.map((fold) => [fold.rule.name, fold.result()]));
  }
}
