import { decimal } from "../money.ts";
import { ok, type Result } from "../problem.ts";
import { once, onceBy } from "../prices/once.ts";
import { countedFor, type Counted } from "./counted.ts";
import type { Part } from "./lengthLimits.ts";
import { promptTwice, unpackedRows } from "./rules/passes.ts";
import type { Extra, Quantity, Rules, TrainingCase } from "./rules/roles.ts";
import { addSpread, mapSpread, nothing, ordered, type Spread } from "./spread.ts";

export interface TokensCounted {
  readonly part: Part;
  /** What each record costs on top, where a model turn is one. */
  readonly tokensPerRecord?: number;
  /** A bill is known without them: the high end alone holds them. */
  readonly recordsDisputed?: boolean;
}

/** By count and rules, which offers that count and bill alike share. */
const quantityOf = /* @__PURE__ */ once<Counted, (rules: Rules) => typeof tokensOf>(() =>
  once(() => onceBy(nameOf, tokensOf)),
);

function nameOf(...[{ offer, epochs }]: Parameters<typeof tokensOf>): string {
  const { contextTokens, overContext } = offer.limits;
  return `${offer.method}|${contextTokens}|${overContext}|${epochs}`;
}

/** Tokens of all passes and the validation set by the offer's rules, rounded by its own. */
export function tokenQuantity(training: TrainingCase, counts: TokensCounted): Result<Quantity> {
  const { rules, job, counted } = training;
  // Whether the validation set has to be converted is asked of each offer.
  return (job.validation === undefined ? quantityOf(counted)(rules) : tokensOf)(training, counts);
}

function tokensOf(training: TrainingCase, counts: TokensCounted): Result<Quantity> {
  const { rules, job, counted, offer, epochs } = training;
  const pass = onePass(training, counts);
  if (!pass.ok) return pass;
  const trained = allPasses(training, pass.value.spread);
  const validation = validationTokens(training, counts);
  const [rounding] = rules.of("rounding");
  const spread = mapSpread(addSpread(trained.spread, validation.spread), (tokens) =>
    rounding === undefined ? tokens.ceil() : rounding.apply(tokens),
  );
  return ok({
    spread: ordered(spread),
    label: `Training, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    assumptions: [
      ...counted.assumptions,
      ...counted.limitNotes(counts.part, offer.limits),
      ...(counts.recordsDisputed === true
        ? [{ kind: "record_tokens", tokens: counts.tokensPerRecord ?? 0 } as const]
        : []),
      ...(offer.method.startsWith("dpo") && !rules.has(promptTwice)
        ? [{ kind: "pair_tokens", billed: "once" } as const]
        : []),
      ...pass.value.assumptions,
      ...trained.assumptions,
      ...(job.packing === false && !rules.has(unpackedRows) ? [{ kind: "packed_only" } as const] : []),
      ...validation.assumptions,
    ],
  });
}

function onePass(training: TrainingCase, counts: TokensCounted): Result<Extra> {
  const { rules, counted, offer } = training;
  let pass: Extra = {
    spread: withRecords(counted, counted.pass(counts.part, offer.limits), counts),
    assumptions: [],
  };
  for (const { apply } of rules.of("pass")) {
    const next = apply(pass.spread, training);
    if (!next.ok) return next;
    pass = { spread: next.value.spread, assumptions: [...pass.assumptions, ...next.value.assumptions] };
  }
  return ok(pass);
}

function withRecords({ modelTurns }: Counted, pass: Spread, counts: TokensCounted): Spread {
  const { tokensPerRecord = 0, recordsDisputed = false } = counts;
  const records = decimal(modelTurns).times(tokensPerRecord);
  return recordsDisputed
    ? { ...pass, high: pass.high.plus(records) }
    : mapSpread(pass, (tokens) => tokens.plus(records));
}

/** Tokens of all passes over the data, with room in the range for what no source settles. */
function allPasses({ rules, epochs }: TrainingCase, pass: Spread): Extra {
  let all: Extra = { spread: mapSpread(pass, (tokens) => tokens.times(epochs)), assumptions: [] };
  for (const { apply } of rules.of("passes")) {
    const { spread, assumptions } = apply(all.spread, { pass, epochs });
    all = { spread, assumptions: [...all.assumptions, ...assumptions] };
  }
  return all;
}

/** The validation set, as often as the provider bills it; where nobody says how often, the high end alone holds it. */
function validationTokens({ rules, job, offer, epochs }: TrainingCase, counts: TokensCounted): Extra {
  if (job.validation === undefined) return { spread: nothing, assumptions: [] };
  const set = countedFor(offer, job.validation);
  const part = counts.part === "recounted" ? "recounted" : "tokens";
  const once = withRecords(set, set.pass(part, offer.limits), counts);
  const { evaluations = 0 } = job;
  const [billed] = rules.of("validation");
  if (billed !== undefined) return billed.apply(once, { epochs, evaluations });
  const most = once.high.times(Math.max(epochs, evaluations));
  return { spread: { ...nothing, high: most }, assumptions: [{ kind: "validation_not_stated" }] };
}
