import { ok, type Result } from "@tunecast/estimator";
import type { Example, Message } from "../formats/example.ts";
import { countRules, type CountRule } from "../profile/rules.ts";
import type { Severity } from "../profile/findings.ts";
import type { ProviderRules } from "./rules.ts";

type Cap = ProviderRules["caps"][number];

/** The longest example that a provider takes for a model; null where no limit is known. */
export function capOf({ caps }: ProviderRules, model: string): Cap | null {
  // A provider without a model named: its last, most general entry.
  return caps.find((cap) => cap.model.test(model === "" ? "?" : model)) ?? null;
}

/** Providers whose tokenizers are public count by them; the others are estimated, so a limit is a matter of about 10 %. */
export async function lengthRule(rules: ProviderRules, model: string): Promise<Result<CountRule | null>> {
  if (capOf(rules, model) === null) return ok(null);
  const old = /^(gpt-3\.5|davinci|babbage)/u.test(model);
  const loaded = await countRules([old ? "openai/cl100k_base" : "openai/o200k_base"]);
  return loaded.ok ? ok(loaded.value[0] ?? null) : loaded;
}

function characters(messages: readonly Message[]): number {
  let sum = 0;
  for (const { text, rest, calls } of messages) {
    sum += text.length + 16;
    for (const more of rest ?? []) sum += more.length;
    for (const call of calls ?? []) sum += call.name.length + call.arguments.length;
  }
  return sum;
}

/** Finds examples over the limit; only those are counted whose characters could exceed it. */
export class LengthCheck {
  readonly #cap: Cap;
  readonly #rule: CountRule | null;

  constructor(cap: Cap, rule: CountRule | null) {
    this.#cap = cap;
    this.#rule = rule;
  }

  check(example: Example): { severity: Severity; code: string; detail: string } | null {
    const rule = this.#rule;
    if (rule === null || example.ids !== null) return null;
    // A UTF-16 unit is at most three bytes, and no token is shorter than a byte.
    const tools = example.tools === null ? 0 : rule.overhead.tools(example.tools);
    if (characters(example.messages) * 3 + tools <= this.#cap.tokens) return null;
    let tokens = rule.overhead.record(example.messages) + tools;
    for (const [i, message] of example.messages.entries()) {
      let content = rule.counter.count(message.text);
      for (const more of message.rest ?? []) content += rule.counter.count(more);
      tokens += rule.overhead.message(content, i, example.messages);
    }
    if (tokens <= this.#cap.tokens) return null;
    const detail = `${tokens} tokens, at most ${this.#cap.tokens}`;
    return this.#cap.cut
      ? { severity: "warning", code: "too_long_truncated", detail: `${detail}: the end is cut off` }
      : { severity: "error", code: "too_long", detail };
  }
}
