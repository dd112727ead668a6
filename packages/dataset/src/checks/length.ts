import type { CutExamples } from "@tunecast/estimator/answer";
import { ok, onceBy, type Result } from "@tunecast/estimator/parts";
import type { RuleCounts } from "@tunecast/estimator/profile";
import type { Example, Message } from "../formats/example.ts";
import { countText } from "../formats/row.ts";
import { sum } from "../profile/histogram.ts";
import { CountFold } from "../profile/count.ts";
import { countRules, type CountRule } from "../profile/rules.ts";
import type { Cap, Emit, ProviderRules } from "../shapes/checking/rules.ts";

export interface Measure {
  readonly rule: CountRule;
  readonly exact: boolean;
}

/** The model's own counting rule, or another in its stead; null where no limit is known. */
export async function measureOf({ cap, counting }: ProviderRules): Promise<Result<Measure | null>> {
  if (cap === null) return ok(null);
  const own = counting === null || counting.startsWith("estimate/") ? null : await ruleOf(counting);
  if (own?.ok === true) return ok({ rule: own.value, exact: true });
  // In the stead of vocabularies that are not public: a limit is then a matter of about 10 %.
  const other = await ruleOf("openai/o200k_base");
  return other.ok ? ok({ rule: other.value, exact: false }) : other;
}

const ruleOf = onceBy(String, async (name: string): Promise<Result<CountRule>> => {
  const rules = await countRules([name]);
  return rules.ok ? ok(rules.value[0]!) : rules;
});

function charactersOf({ text, rest, calls }: Message): number {
  const called = (calls ?? []).flatMap((call) => [call.name, call.arguments]);
  return sum([text, ...(rest ?? []), ...called].map(({ length }) => length));
}

const mostOverhead = 16;

type Flaw = Parameters<Emit>;

const flaws: Readonly<Record<Cap["beyond"], (detail: string, of: string) => Flaw>> = {
  refused: (detail) => ["error", "too_long", detail],
  unstated: (detail) => ["warning", "too_long", detail, "too_long_unstated"],
  skipped: (detail) => ["warning", "example_skipped", detail, "turn_skipped"],
  cut: (_, of) => ["warning", "too_long_truncated", of],
  cut_by_trainer: (_, of) => ["warning", "too_long_truncated", `after ${of}`, "cut_by_trainer"],
  cut_in_proportion: (_, of) => ["warning", "too_long_truncated", `after ${of}`, "cut_in_proportion"],
};

/** Finds examples over the limit; only those are counted whose characters could exceed it. */
export class LengthCheck {
  readonly #cap: Cap;
  readonly #measure: Measure;
  #cut = 0;

  constructor(cap: Cap, measure: Measure) {
    this.#cap = cap;
    this.#measure = measure;
  }

  get cut(): CutExamples | null {
    const [limit, examples] = [this.#cap.tokens, this.#cut];
    return examples === 0 ? null : { examples, limit, tokens: examples * limit, exact: this.#measure.exact };
  }

  check(example: Example): Flaw | null {
    if (example.ids !== null) return null;
    const { system, beyond, tokens: most } = this.#cap;
    const systems = system === undefined ? [] : example.messages.filter(({ role }) => role === "system");
    const preamble = Math.max(0, ...systems.map(({ text }) => this.#measure.rule.counter.count(text)));
    if (system !== undefined && preamble > system)
      return ["error", "too_long", `${countText(preamble)} tokens in the system message, at most ${countText(system)}`];
    const tokens = this.#longest(example, this.#measure.rule);
    if (tokens <= most) return null;
    if (beyond === "cut") this.#cut += 1;
    return flaws[beyond](
      `${countText(tokens)} tokens, at most ${countText(most)}`,
      `${countText(most)} tokens, of ${countText(tokens)}`,
    );
  }

  #longest(example: Example, rule: CountRule): number {
    const { messages, answer, rejected, tools } = example;
    const { tokens: most, beyond, characters } = this.#cap;
    const sides = [messages, [...messages.slice(0, answer), ...(rejected ?? [])]];
    const whole = Math.max(...sides.map((side) => sum(side.map(charactersOf))));
    const byCharacters = characters === undefined ? 0 : Math.floor(whole / characters);
    const toolTokens = tools === null ? 0 : rule.overhead.tools(tools);
    // A UTF-16 unit is at most three bytes, and no token is shorter than a byte.
    if (whole * 3 + mostOverhead * messages.length + toolTokens <= most) return byCharacters;
    const fold = new CountFold([rule]);
    fold.add(example);
    const { tokens, records = [], longestTurn = 0 } = fold.result()[rule.name] as RuleCounts;
    // Of a pair either answer with its prompt.
    const [longest = 0] = (rejected === null ? tokens : records).at(-1) ?? [];
    // A provider that leaves something out leaves out turns.
    return beyond === "skipped" ? longestTurn : Math.max(byCharacters, longest);
  }
}
