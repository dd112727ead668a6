import type { Doubt, RuleCounts } from "@tunecast/estimator/profile";
import type { Example, Message } from "../formats/example.ts";
import { jsonText } from "../shapes/reading/content.ts";
import type { Counter } from "../tokens/counter.ts";
import { NativeCounter, type NativeCounting } from "../tokens/nativeCounting.ts";
import { hasMarks, hasThoughtTokens, renderedMark, thoughtMarks, tokensWithMarks } from "../tokens/renderedMarks.ts";
import { callTokens } from "../tokens/template.ts";
import { HistogramFold, histograms, sum, withHistograms } from "./histogram.ts";
import type { CountRule } from "./rules.ts";

interface TextCounts {
  readonly counter: Counter;
  readonly messages: number[];
  readonly rejected: number[];
  trained: number;
  /** What a text has fewer tokens by where the marks of a template in it are a token each; null where it holds none. */
  saved: number[] | null;
  savedByThoughts: number[] | null;
}

interface NativeTexts {
  readonly native: NativeCounting;
  readonly places: readonly number[];
}

function nativeOf(counters: readonly Counter[]): NativeTexts | undefined {
  const found = counters.filter((counter) => counter instanceof NativeCounter);
  const native = found[0]?.native;
  const isAll = found.length === counters.length && found.every((counter) => counter.native === native);
  return native === undefined || !isAll ? undefined : { native, places: found.map(({ place }) => place) };
}

function train(counts: TextCounts, message: Message, tokens: number): void {
  if (!message.trained) return;
  const { spans } = message;
  counts.trained += spans === undefined ? tokens : sum(spans.map((span) => counts.counter.count(span)));
  if (message.calls !== null) counts.trained += callTokens(counts.counter, message);
}

class RuleFold {
  readonly rule: CountRule;
  readonly #texts: TextCounts;
  readonly #folds = Object.fromEntries(histograms.map((field) => [field, new HistogramFold()])) as Record<
    (typeof histograms)[number],
    HistogramFold
  >;
  #less = 0;
  #more = 0;
  #countsAll = true;
  #longestTurn = 0;
  #lastTools = "";
  #lastToolsTokens = 0;

  constructor(rule: CountRule, texts: TextCounts) {
    this.rule = rule;
    this.#texts = texts;
  }

  add(example: Example): void {
    const { ids, layout, messages, answer } = example;
    if (ids !== null) this.#addOneRecord(ids.tokens, ids.trained, ids.tokens - ids.trained);
    else if (layout === "chat") this.#addChat(example);
    else {
      const { content, saved, trained } = this.#contents(messages);
      this.#doubt({ less: 0, more: saved });
      this.#addOneRecord(sum(content), trained, sum(content.slice(0, answer)));
    }
  }

  #addOneRecord(tokens: number, trained: number, prompt: number): void {
    this.#addExample(tokens, trained, prompt, tokens);
    this.#addRecord(tokens, tokens);
  }

  #addExample(tokens: number, trained: number, prompt: number, recounted: number): void {
    const folds = this.#folds;
    folds.tokens.add(tokens);
    folds.trainable.add(trained);
    folds.prompt.add(prompt);
    folds.recounted.add(recounted);
  }

  #addRecord(tokens: number, turn: number): void {
    this.#folds.records.add(tokens);
    if (turn > this.#longestTurn) this.#longestTurn = turn;
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
    let [answered, beforeAnswer] = [0, 0];
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i] as Message;
      if (i === example.answer) [prompt, beforeAnswer] = [tokens, answered];
      tokens += overhead.message(content[i] as number, i, messages);
      if (message.images !== null && !overhead.countsImages) this.#countsAll = false;
      this.#doubt(overhead.messageDoubt(message, content[i] as number));
      if (message.role === "assistant") {
        const isMarked = (this.#texts.savedByThoughts?.[i] ?? 0) > 0;
        if (isMarked || message.thoughts !== null) this.#doubt(overhead.thoughtDoubt(i, messages));
        // Thoughts in a text stand where the marks of none would.
        if (!isMarked) sinceUser += 1;
        const record = tokens + sinceUser * overhead.answerExtra;
        recounted += record;
        this.#addRecord(record, record - answered);
        answered = tokens;
      } else if (message.role === "user") sinceUser = 0;
    }
    // Texts that hold a template are trained as they stand, or with the template around them once more.
    const isRendered = saved > 0 && messages.some(({ text }) => renderedMark(text) !== null);
    if (saved > 0) this.#doubt({ less: isRendered ? Math.max(0, tokens - sum(content)) : 0, more: saved });
    if (example.answer >= messages.length) prompt = tokens;
    tokens += sinceUser * overhead.answerExtra;
    if (example.rejected !== null) {
      const { rejected } = example;
      const other = sum(rejected.map((_, i) => overhead.message(this.#texts.rejected[i] as number, i, rejected)));
      recounted += prompt + other;
      this.#addRecord(prompt + other, prompt + other - beforeAnswer);
      tokens += other;
    }
    this.#addExample(tokens, trained, prompt, recounted);
  }

  /** The messages as the rule's trainer counts them: at OpenAI marks of a template are text, trainers of open models take each for one token. */
  #contents(all: readonly Message[]): { content: readonly number[]; saved: number; trained: number } {
    const { messages, trained } = this.#texts;
    const isOpenai = this.rule.name.startsWith("openai");
    const marks = isOpenai ? null : this.#texts.saved;
    const thoughts = hasThoughtTokens(this.rule.name) ? this.#texts.savedByThoughts : null;
    if (marks === null && thoughts === null) return { content: messages, saved: 0, trained };
    const saved = messages.map((_, i) => (marks?.[i] ?? 0) + (thoughts?.[i] ?? 0));
    const content = messages.map((tokens, i) => tokens - (saved[i] ?? 0));
    const savedOfTrained = sum(saved.filter((_, i) => all[i]?.trained === true));
    return { content, saved: sum(saved), trained: trained - savedOfTrained };
  }

  #toolTokens(tools: readonly unknown[]): number {
    const key = jsonText(tools);
    if (key !== this.#lastTools || key === "") {
      this.#lastTools = key;
      this.#lastToolsTokens = this.rule.overhead.tools(tools);
    }
    this.#doubt(this.rule.overhead.toolsDoubt(this.#lastToolsTokens));
    return this.#lastToolsTokens;
  }

  #doubt(doubt: Doubt | null): void {
    if (doubt === null) return;
    this.#less += doubt.less;
    this.#more += doubt.more;
  }

  result(): RuleCounts {
    const [less, more] = [this.#less, this.#more];
    const isSure = less + more === 0;
    return {
      exact: isSure && this.#countsAll,
      ...(!isSure && { doubt: { less, more } }),
      ...withHistograms<RuleCounts>((field) => this.#folds[field].result()),
      longestTurn: this.#longestTurn,
    };
  }
}

/** Counts the texts of each example once for each vocabulary, and folds the counts by rule. */
export class CountFold {
  readonly native: NativeTexts | undefined;
  readonly #counts: readonly TextCounts[];
  readonly #rules: readonly RuleFold[];
  readonly #system: number[] = [];
  #lastSystem: string | undefined;

  constructor(rules: readonly CountRule[]) {
    const counters = [...new Set(rules.map(({ counter }) => counter))];
    const nothing = { trained: 0, saved: null, savedByThoughts: null };
    const counts = counters.map((counter) => ({ counter, messages: [], rejected: [], ...nothing }));
    this.native = nativeOf(counters);
    this.#counts = counts;
    this.#rules = rules
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((rule) => new RuleFold(rule, counts[counters.indexOf(rule.counter)] as TextCounts));
  }

  add(example: Example): void {
    if (example.ids === null) this.#count(example);
    for (const rule of this.#rules) rule.add(example);
  }

  #count({ messages, rejected }: Example): void {
    for (const counts of this.#counts) [counts.trained, counts.saved, counts.savedByThoughts] = [0, null, null];
    this.#fill("messages", messages);
    const saving = ({ counter }: TextCounts, marks?: RegExp): number[] =>
      messages.map(({ text }) => {
        const tokens = tokensWithMarks(counter, text, marks);
        return tokens === null ? 0 : counter.count(text) - tokens;
      });
    if (messages.some(({ text }) => hasMarks(text))) for (const counts of this.#counts) counts.saved = saving(counts);
    if (messages.some(({ text }) => text.search(thoughtMarks) >= 0))
      for (const counts of this.#counts) counts.savedByThoughts = saving(counts, thoughtMarks);
    if (rejected !== null) this.#fill("rejected", rejected);
  }

  /** Adds the example of the last line: its i-th message has the text of `slots[i]`, which is counted already. */
  addLine(example: Example, slots: readonly number[], { native, places }: NativeTexts): void {
    const { messages } = example;
    for (let at = 0; at < places.length; at++) {
      const counts = this.#counts[at] as TextCounts;
      counts.messages.length = messages.length;
      [counts.trained, counts.saved, counts.savedByThoughts] = [0, null, null];
      for (let i = 0; i < messages.length; i++) {
        const slot = slots[i] as number;
        const tokens = slot < 0 ? 0 : native.tokensOf(slot, places[at] as number);
        counts.messages[i] = tokens;
        train(counts, messages[i] as Message, tokens);
      }
    }
    for (const rule of this.#rules) rule.add(example);
  }

  #fill(into: "messages" | "rejected", messages: readonly Message[]): void {
    for (const counts of this.#counts) counts[into].length = messages.length;
    for (const [i, message] of messages.entries()) {
      const { role, text: first, rest } = message;
      const isKnown = role === "system" && first === this.#lastSystem;
      for (const [at, text] of [first, ...(rest ?? [])].entries())
        for (const [place, counts] of this.#counts.entries()) {
          const own = at === 0 && isKnown ? (this.#system[place] ?? 0) : text === "" ? 0 : counts.counter.count(text);
          if (at === 0 && role === "system") this.#system[place] = own;
          counts[into][i] = own + (at === 0 ? 0 : (counts[into][i] ?? 0));
        }
      if (role === "system") this.#lastSystem = first;
      for (const counts of this.#counts) train(counts, message, counts[into][i] ?? 0);
    }
  }

  result(): Record<string, RuleCounts> {
    return Object.fromEntries(this.#rules.map((fold) => [fold.rule.name, fold.result()]));
  }
}
