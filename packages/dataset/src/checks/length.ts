import { ok, type Result } from "@tunecast/estimator/problem";
import type { Example, Message } from "../formats/example.ts";
import { countRules, type CountRule } from "../profile/rules.ts";
import type { Severity } from "../profile/findings.ts";
import type { Cap, ProviderRules } from "./rules.ts";

/** The longest example that a provider takes for a model; null where no limit is known. */
export function capOf({ caps }: ProviderRules, model: string): Cap | null {
  // A provider without a model named: its last, most general entry.
  return caps.find((cap) => cap.model.test(model === "" ? "?" : model)) ?? null;
}

/** Rules that were loaded before: a table is large, and many files may be checked one after another. */
const loaded: Map<string, Promise<Result<readonly CountRule[]>>> = new Map();

/** Providers whose tokenizers are public count by them; the others are estimated, so a limit is a matter of about 10 %. */
export async function lengthRule(rules: ProviderRules, model: string): Promise<Result<CountRule | null>> {
  if (capOf(rules, model) === null) return ok(null);
  const name = /^(gpt-3\.5|davinci|babbage)/u.test(model) ? "openai/cl100k_base" : "openai/o200k_base";
  const loading = loaded.get(name) ?? countRules([name]);
  loaded.set(name, loading);
  const rule = await loading;
  return rule.ok ? ok(rule.value[0] ?? null) : rule;
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

/** Tokens of the longest turn; messages after the last answer are none. */
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

/** Tokens that a message may take beside its text, at most. */
const mostOverhead = 16;

/** Finds examples over the limit; only those are counted whose characters could exceed it. */
export class LengthCheck {
  readonly #cap: Cap;
  readonly #rule: CountRule | null;

  constructor(cap: Cap, rule: CountRule | null) {
    this.#cap = cap;
    this.#rule = rule;
  }

  check(example: Example): { severity: Severity; code: string; detail: string } | null {
    if (this.#rule === null || example.ids !== null) return null;
    const preamble = this.#systemTokens(example, this.#rule);
    if (preamble > (this.#cap.system ?? Infinity))
      return {
        severity: "error",
        code: "too_long",
        detail: `${preamble} tokens in the system message, at most ${this.#cap.system}`,
      };
    const tokens = this.#longest(example, this.#rule);
    const { beyond, tokens: most } = this.#cap;
    if (tokens <= most) return null;
    const detail = `${tokens} tokens, at most ${most}`;
    if (beyond === "refused") return { severity: "error", code: "too_long", detail };
    return beyond === "cut"
      ? { severity: "warning", code: "too_long_truncated", detail: `${detail}: the end is cut off` }
      : { severity: "warning", code: "example_skipped", detail };
  }

  #systemTokens({ messages }: Example, { counter }: CountRule): number {
    if (this.#cap.system === undefined) return 0;
    return Math.max(0, ...messages.map(({ role, text }) => (role === "system" ? counter.count(text) : 0)));
  }

  /** Tokens of the example, or of its longest turn where the limit is for turns; 0 where they are surely few. */
  #longest({ messages, tools, layout }: Example, { overhead, counter }: CountRule): number {
    const { tokens: most, perTurn = false, characters } = this.#cap;
    const lengths = messages.map(charactersOf);
    const whole = sumOf(lengths);
    const byCharacters = characters === undefined ? 0 : Math.floor(whole / characters);
    const toolTokens = tools === null ? 0 : overhead.tools(tools);
    // A UTF-16 unit is at most three bytes, and no token is shorter than a byte.
    if (whole * 3 + mostOverhead * messages.length + toolTokens <= most) return byCharacters;
    const counts = messages.map((message, i) => {
      const rest = sumOf((message.rest ?? []).map((text) => counter.count(text)));
      // Plain text is trained as it stands.
      if (layout === "text") return counter.count(message.text) + rest;
      return overhead.message(counter.count(message.text) + rest, i, messages);
    });
    if (perTurn) return longestTurn(messages, counts);
    const around = layout === "text" ? 0 : overhead.record(messages) + toolTokens;
    return Math.max(byCharacters, around + sumOf(counts));
  }
}
