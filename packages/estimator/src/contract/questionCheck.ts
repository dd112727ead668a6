import { atMost, fields, isRecord, list, maybe, wrongKind, type Check } from "../check/fields.ts";
import { given } from "../check/keys.ts";
import { priceBook } from "../prices/bookCheck.ts";
import { isSound } from "../prices/offers.ts";
import { readOverlay } from "../prices/overlay.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import { checks, checksOf, groupOf } from "./fields/checks.ts";
import { jobKinds, quantityKinds, typedKinds, usualEpochs, type Job } from "./fields/job.ts";
import { likely, type KindTable, type Stated } from "./fields/kind.ts";
import { onlyKinds } from "./fields/only.ts";
import { rolloutKinds } from "./fields/rollouts.ts";
import { alternativeKindsOf, likelyTraffic, trafficKinds, type LikelyTraffic } from "./fields/traffic.ts";
import { questionKinds, type Question } from "./question.ts";

/** The question as it is answered: every default filled in, every range at its likeliest value. */
export interface CheckedQuestion extends Question {
  readonly traffic?: LikelyTraffic;
  readonly hoursPerMonth: number;
  readonly epochs: number | "provider";
  /** The question at the least and at the most of what it states as ranges, where it states any. */
  readonly ends?: readonly CheckedQuestion[];
}

/** Fills in the defaults, or says which field cannot be answered. */
export function checkQuestion(question: Question): Result<CheckedQuestion> {
  const problem = shape(question, "") ?? togetherProblem(question);
  if (problem !== null) return fail(withPath(problem));
  const { traffic, ...asked } = question;
  const { job, ownPrices, prices, hoursPerMonth = 730 } = asked;
  const read = ownPrices === undefined ? ok(undefined) : readOverlay(ownPrices, prices);
  if (!read.ok) return read;
  const { epochs } = job;
  const at = (end: Stated): CheckedQuestion => ({
    ...asked,
    ...(traffic !== undefined && { traffic: likelyTraffic(traffic, end) }),
    job: said(job),
    epochs: typeof epochs === "object" && end !== "likely" ? epochs[end] : (likelyEpochs(job) ?? usualEpochs),
    hoursPerMonth,
  });
  const isRange = [epochs, ...Object.values(traffic ?? {})].some((stated) => typeof stated === "object");
  return ok({ ...at("likely"), ...(isRange && { ends: [at("low"), at("high")] }) });
}

/** Passes over the data at their likeliest, which is a whole number; undefined where nobody says how many. */
export function likelyEpochs({ epochs }: Pick<Job, "epochs">): number | "provider" | undefined {
  return typeof epochs === "object" ? Math.round(likely(epochs)) : epochs;
}

/** The job without fields that are there but undefined: data are typed or counted by the field they have. */
function said(job: Job): Job {
  const { validation, stages } = job;
  return {
    ...given(job),
    ...(validation !== undefined && { validation: given(validation) }),
    ...(stages !== undefined && { stages: stages.map(given) }),
  } as Job;
}

/** A problem with the path of its field, and the field in words. */
export function withPath(problem: Problem): Problem {
  const { field, path = field } = problem;
  return path === undefined ? problem : { ...problem, path, field: inWords(problem) };
}

/** `job.validation.tokensPerExample` as "validation tokens per example"; a field of the job is named alone. */
export function inWords({ field }: Problem): string {
  const path = String(field).replace(/\.(low|typical|high)$/, " ($1)");
  const [, scored, fact = "quality"] = /^quality\.(.+?)(?:\.([a-z]\w*))?$/i.exec(path) ?? [];
  if (scored !== undefined) return `${fact} of ${scored}`;
  const named = path
    .replace(/^ways\.(\d+)\.?(.*)$/, (_, at: string, own: string) => `${own && `${own} of `}way ${Number(at) + 1}`)
    .replace(/^job\.stages\.(\d+)/, (_, at: string) => `stage ${Number(at) + 2}`)
    // A kind alone would not say of what.
    .replaceAll(/^(?!alternative\.kind)\w+\.|\.\d+$/g, "");
  return named.replaceAll(".", " ").replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) || "question";
}

/** As far as it is read; what its counts hold is its maker's matter. */
const profile: Check = (value, path) => {
  const known = isRecord(value) ? value : {};
  const numbers = ["bytes", "examples", "badRows", "messages", "modelTurns", "images"];
  const rules = isRecord(known["counts"]) ? Object.values(known["counts"]) : [null];
  const lists = ["tokens", "trainable", "prompt", "recounted"];
  const wrong =
    numbers.find((name) => !Number.isInteger(known[name])) ??
    (rules.every((rule) => isRecord(rule) && lists.every((name) => Array.isArray(rule[name]))) ? null : "counts");
  if (wrong !== null) return { kind: "not_a_profile", path: `${path}.${wrong}`, field: wrong };
  return isRecord(known["natures"]) || known["examples"] === 0 ? null : { kind: "profile_without_natures", path };
};

function data(more: Readonly<Record<string, Check>>, mayBeEmpty: boolean = false): Check {
  const typed = groupOf(typedKinds, more);
  const counted = fields({ profile, ...more });
  return (value, path) => {
    if (!isRecord(value)) return wrongKind(path, "an object", value);
    if (value["profile"] === undefined) return typed(value, path);
    const empty = isRecord(value["profile"]) && value["profile"]["examples"] === 0 && !mayBeEmpty;
    return counted(value, path) ?? (empty ? { kind: "no_examples", path: `${path}.profile` } : null);
  };
}

const group = (table: KindTable): Check => maybe(groupOf(table));
const quantities = checksOf(quantityKinds);

const shape = groupOf(questionKinds, {
  // A book that was opened has been checked.
  prices: (value, path) => (isSound(value) ? null : priceBook(value, path)),
  // Read by itself, beside the price book.
  ownPrices: () => null,
  job: data({
    ...checksOf(jobKinds),
    validation: maybe(data({}, true)),
    stages: maybe(list(data({ epochs: maybe(checks.count), ...quantities }))),
    rollouts: group(rolloutKinds),
    ...quantities,
  }),
  traffic: group(trafficKinds),
  alternative: group(alternativeKindsOf),
  only: group(onlyKinds),
});

function togetherProblem(question: Question): Problem | null {
  const { asOf, traffic, alternative, hoursPerMonth = 730 } = question;
  if (traffic === undefined)
    return alternative === undefined ? null : { kind: "needs_traffic", path: "traffic", field: "alternative" };
  if (traffic.deployedHoursPerMonth === 0 && likely(traffic.requestsPerMonth) > 0)
    return { kind: "out_of_range", field: "traffic.deployedHoursPerMonth", got: 0, above: 0 };
  const [year = 0, month = 0] = asOf.split("-").map(Number);
  // A day has four digits for its year.
  const months = 12 * (10_000 - year) - month;
  if (months === 0) return wrongKind("asOf", "before 9999-12", asOf);
  return (
    atMost("traffic.months", traffic.months, months) ??
    atMost("traffic.deployedHoursPerMonth", traffic.deployedHoursPerMonth ?? 0, hoursPerMonth) ??
    atMost("traffic.cachedInputTokens", traffic.cachedInputTokens ?? 0, likely(traffic.inputTokens))
  );
}
