import {
  each,
  fields,
  fitting,
  isRecord,
  list,
  maybe,
  number,
  positive,
  text,
  whole,
  type Check,
} from "../../check/fields.ts";
import type { Problem } from "../../problem.ts";
import { usualEpochs, type Traffic } from "../../contract/question.ts";
import { amountText } from "../../money.ts";
import { figure, reading, type Figure } from "./figure.ts";
import { wayKinds, type DecisionQuestion } from "./question.ts";

const model: Check = (value, path) =>
  typeof value === "string"
    ? null
    : fields({ input: figure, cachedInput: maybe(figure), output: figure, source: maybe(text) })(value, path);
const kind = fitting((value) => wayKinds.some((one) => one === value), `one of ${wayKinds.join(", ")}`);

const way = fields({
  kind,
  model: maybe(model),
  cachedInputTokens: maybe(whole()),
  embedding: maybe(fields(each("perMillion documentTokens queryTokens", figure))),
  ...each("extraInputTokens outputTokens calls once monthly", maybe(figure)),
  id: maybe(text),
});

const flag = fitting((value) => typeof value === "boolean", "true or false");

const cardRun = fields({
  kind: fitting((value) => value === "own_gpus" || value === "scratch", "own_gpus or scratch"),
  offer: fitting((value) => isRecord(value) && Array.isArray(value["lines"]), "an offer of an answer"),
});

const shareFigure: Check = (value, path) => figure(value, path) ?? largest(value, path);

function largest(value: unknown, path: string): Problem | null {
  const high = typeof value === "object" && value !== null && "high" in value ? value.high : value;
  return Number(high) > 1 ? { kind: "out_of_range", field: path, got: Number(high), most: 1 } : null;
}

const project = fields({
  examplesOwned: maybe(whole()),
  teacher: maybe(fields({ model, inputTokens: figure, outputTokens: figure, samplesPerKept: maybe(figure) })),
  evaluation: maybe(
    fields({
      items: whole(1),
      models: maybe(figure),
      costPerItem: maybe(figure),
      judge: maybe(fields({ model, inputTokens: figure, outputTokens: figure })),
    }),
  ),
  failedRuns: maybe(shareFigure),
  retrainEveryMonths: maybe(positive),
  ...each("labelCost tuningRounds platformFee platformFeePerMonth monitoringItemsPerMonth", maybe(figure)),
});

const quality = fields({
  score: number(-1e12),
  low: maybe(number(-1e12)),
  high: maybe(number(-1e12)),
  metric: text,
  lowerIsBetter: maybe(fitting((value) => typeof value === "boolean", "true or false")),
  known: fitting((value) => value === "measured" || value === "stated", "measured or stated"),
});

const traffic = fields({
  ...each("requestsPerMonth inputTokens outputTokens", maybe(figure)),
  growthPerMonth: maybe(number(-1, 10)),
});

const passes = whole(1);
const training = fields({
  epochs: maybe((value, path) => {
    const ends = isRecord(value)
      ? (["low", "high"] as const).map((end) => [value[end], `${path}.${end}`] as const)
      : [];
    const [low, high] = ends.map(([end, where]) => passes(Number(end), where));
    return figure(value, path) ?? (ends.length === 0 ? passes(Number(value), path) : (low ?? high ?? null));
  }),
  priceFactor: maybe(figure),
});

/** What is wrong with the ranges around a value that is stated elsewhere: it has to lie in them. */
function trainingProblem({ training: ranges = {}, question }: DecisionQuestion): Problem | null {
  const wrong = training(ranges, "training");
  if (wrong !== null) return wrong;
  const { epochs = usualEpochs } = isRecord(question.job) ? question.job : {};
  return (
    (epochs === "provider" ? null : holds(ranges.epochs, epochs, "training.epochs")) ??
    holds(ranges.priceFactor, 1, "training.priceFactor")
  );
}

function holds(range: Figure | undefined, typical: number, field: string): Problem | null {
  if (range === undefined) return null;
  const { low, high } = reading(range);
  return low.lessThanOrEqualTo(typical) && high.greaterThanOrEqualTo(typical)
    ? null
    : { kind: "contradictory_range", field, low: amountText(low), high: amountText(high), typical: String(typical) };
}

/** What is wrong with the parts of a decision that are its own; `estimate` checks the question within. */
export function decisionProblem(asked: DecisionQuestion): Problem | null {
  const { offers, ways, project: around, traffic: ranges, quality: known = {}, seed, today } = asked;
  const wrong =
    maybe(list(text))(offers, "offers") ??
    maybe(list(way))(ways, "ways") ??
    maybe(list(cardRun))(asked.onCards, "onCards") ??
    maybe(flag)(asked.dataStays, "dataStays") ??
    maybe(project)(around, "project") ??
    maybe(traffic)(ranges, "traffic") ??
    trainingProblem(asked) ??
    maybe(whole())(seed, "seed") ??
    maybe(text)(today, "today");
  if (wrong !== null) return wrong;
  for (const [id, one] of Object.entries(known)) {
    const flaw = quality(one, `quality.${id}`);
    if (flaw !== null) return flaw;
  }
  return null;
}

/** A decision about a model that is used. */
export type UsedDecision = DecisionQuestion & { readonly question: { readonly traffic: Traffic } };

/** Whether anybody will call the model. */
export function hasTraffic(asked: DecisionQuestion): asked is UsedDecision {
  return (asked.question.traffic?.requestsPerMonth ?? 0) > 0;
}
