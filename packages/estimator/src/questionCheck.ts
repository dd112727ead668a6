import { isDecimalText } from "./money.ts";
import { parseDay } from "./prices/day.ts";
import { readOverlay } from "./prices/overlay.ts";
import { fail, ok, type Problem, type Result } from "./problem.ts";
import type { CountedJob, Question, Traffic, TypedJob } from "./question.ts";

/** The question as it is answered: every default filled in. */
export interface CheckedQuestion extends Question {
  readonly hoursPerMonth: number;
  readonly epochs: number | "provider";
}

/** Largest count that is taken: beyond it sums of counts would lose their last digit. */
const most = 1e12;

/** Fills in the defaults, or says which field cannot be answered. */
export function checkQuestion(question: Question): Result<CheckedQuestion> {
  const { job, traffic } = question;
  const epochs = job.epochs ?? 3;
  const hoursPerMonth = question.hoursPerMonth ?? 730;
  const problem =
    dayProblem(question.asOf) ??
    setProblem(job, "") ??
    (epochs === "provider" ? null : whole("epochs", epochs, 1)) ??
    (job.validation === undefined ? null : setProblem(job.validation, "validation ")) ??
    stageProblem(question) ??
    optionProblem(question) ??
    (traffic === undefined ? null : trafficProblem(traffic, hoursPerMonth, question.asOf)) ??
    atLeast("hours per month", hoursPerMonth, 1) ??
    alternativeProblem(question);
  if (problem !== null) return fail(problem);
  const overlay = question.overlay === undefined ? ok(undefined) : readOverlay(question.overlay, question.prices);
  if (!overlay.ok) return overlay;
  return ok({ ...question, epochs, hoursPerMonth });
}

function dayProblem(day: string): Problem | null {
  const read = parseDay(day);
  return read.ok ? null : read.problem;
}

function setProblem(set: TypedJob | CountedJob, name: string): Problem | null {
  if ("profile" in set) return set.profile.examples > 0 || name !== "" ? null : { kind: "no_examples" };
  return whole(`${name}examples`, set.examples, 1) ?? above(`${name}tokens per example`, set.tokensPerExample, 0);
}

function stageProblem({ job: { stages = [] } }: Question): Problem | null {
  const problems = stages.map((stage, index) => {
    const name = `stage ${index + 2} `;
    return setProblem(stage, name) ?? (stage.epochs === undefined ? null : whole(`${name}epochs`, stage.epochs, 1));
  });
  return problems.find((problem) => problem !== null) ?? null;
}

function optionProblem({ job }: Question): Problem | null {
  return (
    optional("evaluations", job.evaluations, whole) ??
    optional("max sequence tokens", job.maxSequenceTokens, whole) ??
    optional("steps", job.steps, whole) ??
    optional("hours", job.hours, atLeast) ??
    optional("grader input tokens", job.graderInputTokens, whole) ??
    optional("grader output tokens", job.graderOutputTokens, whole) ??
    optional("images seen", job.imagesSeen, whole) ??
    optional("mixed-in tokens", job.mixedInTokens, whole) ??
    optional("thinking turns", job.thinkingTurns, atLeast) ??
    optional("checkpoint gigabytes", job.checkpointGigabytes, atLeast)
  );
}

function trafficProblem(traffic: Traffic, hoursPerMonth: number, asOf: string): Problem | null {
  const [year = 0, month = 0] = asOf.split("-").map(Number);
  const { cachedInputTokens: cached = 0, deployedHoursPerMonth: deployed = 0 } = traffic;
  return (
    whole("requests per month", traffic.requestsPerMonth, 0) ??
    atLeast("input tokens", traffic.inputTokens, 0) ??
    atLeast("output tokens", traffic.outputTokens, 0) ??
    atLeast("cached input tokens", cached, 0) ??
    above("months", traffic.months, 0) ??
    // A day has four digits for its year.
    atMost("months", traffic.months, 12 * (10_000 - year) - month) ??
    optional("batch share", traffic.batchShare, share) ??
    optional("deployed hours per month", traffic.deployedHoursPerMonth, atLeast) ??
    atMost("deployed hours per month", deployed, hoursPerMonth) ??
    atMost("cached input tokens", cached, traffic.inputTokens)
  );
}

function alternativeProblem({ alternative, traffic }: Question): Problem | null {
  if (alternative === undefined) return null;
  if (traffic === undefined) return { kind: "needs_traffic", field: "alternative" };
  if (
    alternative.monthlyCost !== undefined &&
    !(isDecimalText(alternative.monthlyCost) && !alternative.monthlyCost.startsWith("-"))
  )
    return { kind: "not_decimal", field: "monthly cost", got: alternative.monthlyCost };
  return atLeast("extra input tokens", alternative.extraInputTokens, 0);
}

function optional(
  field: string,
  value: number | undefined,
  check: (field: string, value: number, least: number) => Problem | null,
): Problem | null {
  return value === undefined ? null : check(field, value, 0);
}

function whole(field: string, value: number, least: number): Problem | null {
  if (typeof value !== "number" || !Number.isInteger(value))
    return { kind: "not_whole", field, got: String(value), least };
  return atLeast(field, value, least);
}

function atLeast(field: string, value: number, least: number): Problem | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return { kind: "not_number", field, got: String(value) };
  if (value < least) return { kind: "out_of_range", field, got: value, least };
  return atMost(field, value, most);
}

function atMost(field: string, value: number, limit: number): Problem | null {
  return value > limit ? { kind: "out_of_range", field, got: value, most: limit } : null;
}

function share(field: string, value: number, least: number): Problem | null {
  return atMost(field, value, 1) ?? atLeast(field, value, least);
}

function above(field: string, value: number, least: number): Problem | null {
  return value === least ? { kind: "out_of_range", field, got: value, above: least } : atLeast(field, value, least);
}
