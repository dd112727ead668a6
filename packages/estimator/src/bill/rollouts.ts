import { usualGroup } from "../contract/fields/rollouts.ts";
import { decimal, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { TrainingCase } from "./rules/roles.ts";
import { mapSpread, type Spread } from "./spread.ts";

export interface RolledOut {
  readonly completions: Amount;
  readonly perPrompt: number;
  readonly turns: number;
  /** Tokens of the prompts, as often as a completion starts from one. */
  readonly prompts: Spread;
  readonly written: Amount;
  readonly trained: Spread;
  /** Tokens that stand before each turn, all turns: what is read where nothing is cached. */
  readonly read: Spread;
  /** Of these, what no turn before has read: each token once, those that an earlier turn has written included. */
  readonly fresh: Spread;
}

/**
 * prompts × group × epochs completions. Before turn t of T stand the prompt and t − 1 times what a turn writes and what is
 * added after it:
 *
 *     read = T × prompt + (written ÷ T + added ÷ (T − 1)) × T × (T − 1) ÷ 2
 *
 * @source https://docs.fireworks.ai/fine-tuning/multi-turn-cost-comparison (prefill tokens with and without a cache)
 */
export function rolledOut({ job, counted, offer, epochs }: TrainingCase): Result<RolledOut> {
  const { rollouts } = job;
  if (rollouts === undefined) return fail({ kind: "not_stated", what: "rollouts" });
  const { perPrompt = usualGroup, tokens, turns = 1, addedTokens = 0 } = rollouts;
  const times = decimal(perPrompt).times(epochs);
  const completions = times.times(counted.examples);
  const prompts = mapSpread(counted.pass("prompt", offer.limits), (all) => all.times(times));
  const written = completions.times(tokens).ceil();
  const added = completions.times(turns === 1 ? 0 : addedTokens).ceil();
  const perTurn = written.dividedBy(turns).plus(added.dividedBy(Math.max(1, turns - 1)));
  const between = perTurn.times((turns * (turns - 1)) / 2);
  return ok({
    completions,
    perPrompt,
    turns,
    prompts,
    written,
    trained: mapSpread(prompts, (all) => all.plus(written).plus(added)),
    read: mapSpread(prompts, (all) => all.times(turns).plus(between).ceil()),
    fresh: mapSpread(prompts, (all) => all.plus(perTurn.times(turns - 1)).ceil()),
  });
}
