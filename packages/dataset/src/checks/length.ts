import type { CutExamples } from "@tunecast/estimator/answer";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Example, Message } from "../formats/example.ts";
import type { Severity } from "../profile/findings.ts";
import { countRules, type CountRule } from "../profile/rules.ts";
import type { Cap, ProviderRules } from "../shapes/checking/rules.ts";

const loaded: Map<string, Promise<Result<readonly CountRule[]>>> = new Map();

/** Counts in the stead of vocabularies that are not public: a limit is then a matter of about 10 %. */
const standIn = "openai/o200k_base";

export interface Measure {
  readonly rule: CountRule;
  readonly exact: boolean;
}

/** The model's own counting rule, or another in its stead; null where no limit is known. */
export async function measureOf({ cap, counting }: ProviderRules): Promise<Result<Measure | null>> {
  if (cap === null) return ok(null);
  const own = counting === null || counting.startsWith("estimate/") ? null : await ruleOf(counting);
  if (own?.ok === true) return ok({ rule: own.value, exact: true });
  const other = await ruleOf(standIn);
  return other.ok ? ok({ rule: other.value, exact: false }) : other;
}

async function ruleOf(name: string): Promise<Result<CountRule>> {
  const loading = loaded.get(name) ?? countRules([name]);
  loaded.set(name, loading);
  const rules = await loading;
  if (!rules.ok) return rules;
  const [rule] = rules.value;
  return rule === undefined ? fail({ kind: "unknown_token_rule", rule: name }) : ok(rule);
}

function charactersOf({ text, rest, calls }: Message): number {
  let sum = text.length;
  for (const more of rest ?? []) sum += more.length;
  for (const call of calls ?? []) sum += call.name.length + call.arguments.length;
  return sum;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

function longestTurn(messages: readonly Message[], counts: readonly number[]): number {
  let [turn, longest] = [0, 0];
  for (const [i, { role }] of messages.entries()) {
    turn += counts[i] ?? 0;
    if (role !== "assistant") continue;
    longest = Math.max(longest, turn);
    turn = 0;
  }
  return longest;
}

function messageCounts({ messages, layout }: Example, { overhead, counter }: CountRule): number[] {
  return messages.map((message, i) => {
    const content = counter.count(message.text) + sumOf((message.rest ?? []).map((text) => counter.count(text)));
    return layout === "text" ? content : overhead.message(content, i, messages);
  });
}

interface LengthFlaw {
  readonly severity: Severity;
  readonly code: string;
  readonly detail: string;
  readonly words?: string;
}

const mostOverhead = 16;

/** Finds examples over the limit; only those are counted whose characters could exceed it. */
export class LengthCheck {
  readonly #cap: Cap;
  readonly #rule: CountRule;
  readonly #exact: boolean;
  #cut = 0;

  constructor(cap: Cap, { rule, exact }: Measure) {
    this.#cap = cap;
    this.#rule = rule;
    this.#exact = exact;
  }

  get cut(): CutExamples | null {
    const { tokens: limit } = this.#cap;
    const examples = this.#cut;
    return examples === 0 ? null : { examples, limit, tokens: examples * limit, exact: this.#exact };
  }

  check(example: Example): LengthFlaw | null {
    if (example.ids !== null) return null;
    const preamble = this.#systemTokens(example, this.#rule);
    if (preamble > (this.#cap.system ?? Infinity))
      return {
        severity: "error",
        code: "too_long",
        detail: `${preamble} tokens in the system message, at most ${this.#cap.system}`,
      };
    const tokens = this.#longest(example, this.#rule);
    return tokens <= this.#cap.tokens ? null : this.#flaw(tokens);
  }

  #flaw(tokens: number): LengthFlaw {
    const { beyond, tokens: most } = this.#cap;
    const detail = `${tokens} tokens, at most ${most}`;
    if (beyond === "refused") return { severity: "error", code: "too_long", detail };
    if (beyond === "unstated") return { severity: "warning", code: "too_long", detail, words: "too_long_unstated" };
    if (beyond === "skipped") return { severity: "warning", code: "example_skipped", detail, words: "turn_skipped" };
    const cut = { severity: "warning", code: "too_long_truncated" } as const;
    if (beyond === "cut_by_trainer" || beyond === "cut_in_proportion")
      return { ...cut, detail: `after ${most} tokens, of ${tokens}`, words: beyond };
    this.#cut += 1;
    return { ...cut, detail: `${most} tokens, of ${tokens}` };
  }

  #systemTokens({ messages }: Example, { counter }: CountRule): number {
    if (this.#cap.system === undefined) return 0;
    return Math.max(0, ...messages.map(({ role, text }) => (role === "system" ? counter.count(text) : 0)));
  }

  #longest(example: Example, rule: CountRule): number {
    const { messages, tools, layout } = example;
    const { overhead } = rule;
    const { tokens: most, perTurn = false, characters } = this.#cap;
    const lengths = messages.map(charactersOf);
    const whole = sumOf(lengths);
    const byCharacters = characters === undefined ? 0 : Math.floor(whole / characters);
    const toolTokens = tools === null ? 0 : overhead.tools(tools);
    // A UTF-16 unit is at most three bytes, and no token is shorter than a byte.
    if (whole * 3 + mostOverhead * messages.length + toolTokens <= most) return byCharacters;
    const counts = messageCounts(example, rule);
    if (perTurn) return longestTurn(messages, counts);
    const around = layout === "text" ? 0 : overhead.record(messages) + toolTokens;
    return Math.max(byCharacters, around + sumOf(counts));
  }
}
