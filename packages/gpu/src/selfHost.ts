import { type Result, fail, given, ok, published, type Assumption } from "@tunecast/estimator/parts";
import type { SelfHostAnswer } from "./answer.ts";
import { costOf, gpuOffers } from "./offer/gpuOffers.ts";
import { servedOn } from "./offer/selfServing.ts";
import { usefulFlops } from "./physics/arithmetic.ts";
import { type Hours, slowerBy, trainingSpeed } from "./physics/hours.ts";
import { fitsOf } from "./placement/changes.ts";
import { placementsOf, usable, type Placement, cardNotes, cardsFor, type Factors } from "./placement/placements.ts";
import { dataReading, paddedLengths, rowLengths, lengthNotes, type RowLengths } from "./run/lengths.ts";
import type { SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion } from "./run/readQuestion.ts";
import { type RunNote, spokenOfRun } from "./words/notes.ts";
import { networkGBs } from "./physics/time.ts";
import type { Gpu } from "./run/hardware.ts";
import { gathersWeights, type Run } from "./run/run.ts";
import { interval, type Unmeasured } from "./physics/interval.ts";
import { trainingMemory } from "./physics/memory.ts";
import sources from "./sources.json" with { type: "json" };

function figuresOf(run: Run, gpu: Gpu, rows: RowLengths, factors: Factors, unmeasured: readonly Unmeasured[]) {
  const held = interval("memory", factors.memory === undefined ? unmeasured : "here");
  const spread = interval("speed", factors.speed === undefined ? unmeasured : "here");
  const { tokensPerSecondPerGpu: tokens, ...step } = trainingSpeed(run, gpu, rows, factors.speed);
  const there = trainingMemory(run, "device", gpu);
  // Where the card is too small, what the run would like to have is told.
  const isSmall = there.totalGiB > gpu.memoryGiB;
  const { totalGiB, parts } = isSmall ? trainingMemory(run, "device", { ...gpu, memoryGiB: Infinity }) : there;
  const factor = factors.memory ?? 1;
  const total = totalGiB * factor;
  const scaled = Object.entries<number>({ ...parts }).map(([part, gib]) => [part, gib * factor] as const);
  return {
    memory: {
      totalGiB: total,
      low: held.low * total,
      high: held.high * total,
      parts: { ...parts, ...Object.fromEntries(scaled) },
      notAtOnce: scaled.reduce((sum, [, gib]) => sum + gib, -total),
    },
    throughput: {
      tokensPerSecondPerGpu: tokens,
      low: spread.low * tokens,
      high: spread.high * tokens,
      stepSeconds: step.seconds,
      parts: step.parts,
      mfu: step.mfu,
      sixNd: (0.4 * gpu.bf16Tflops * 1e12) / (6 * run.counts.active),
    },
  };
}

/** Tokens per micro-step under which the host's launches and not the card decide. */
const launchBound = 2048;

const lowMfu = 0.01;

/** Longer than this, days, a run is not what anybody means to do. */
const patience = 60;
const month = 30;

function assumptionsOf(
  { run, gpu, hours, ...need }: Placement,
  told: SelfHostQuestion,
  beside: { mfu: number; reading: ReturnType<typeof dataReading>; unknownCards: readonly string[] },
): Assumption[] {
  const { mfu, reading, unknownCards } = beside;
  const notes: readonly (RunNote | false)[] = [
    defaultsNote(run, told, reading.isForLongRows),
    { kind: "framework", id: run.profile.id, loss: run.loss },
    run.packing !== "packed" &&
      run.microBatch * run.rowTokens < launchBound && { kind: "launch_bound", tokens: launchBound },
    need.verdict === "no" && { kind: "does_not_fit", gpus: run.gpus, card: gpu.name },
    need.verdict === "tight" && {
      kind: "uncertain_memory",
      card: gpu.name,
      needsGiB: need.totalGiB,
      usableGiB: usable * gpu.memoryGiB,
      cardGiB: gpu.memoryGiB,
      inTen: Math.round(10 * need.chance),
    },
    need.verdict !== "no" && mfu < lowMfu && { kind: "low_mfu", percent: 100 * mfu },
    told.gpus === undefined && longNote(run, gpu, hours),
    ...ofCards(run, gpu),
    unknownCards.length > 0 && { kind: "unknown_cards", cards: unknownCards },
  ];
  const { objective, rollouts } = run;
  const percent = hours && (100 * hours.drawing) / hours.typical;
  const after: readonly (RunNote | false)[] = [
    ...ofModel(run),
    objective === "dpo" && { kind: "dpo" },
    rollouts !== undefined && { kind: "rollouts", ...rollouts, percent },
    objective === "scratch" && { kind: "scratch" },
    objective === "dpo" && gathersWeights(run) && { kind: "pairs_share_gathers" },
  ];
  return [...spokenOf(notes), ...lengthNotes(run, reading), ...(run.shape.notes ?? []), ...spokenOf(after)];
}

function spokenOf(notes: readonly (RunNote | false)[]): Assumption[] {
  return notes.filter((note) => note !== false).map(spokenOfRun);
}

function defaultsNote(run: Run, told: SelfHostQuestion, isForRows: boolean): RunNote | false {
  const open = (["method", "maxTokens", "microBatch", "packing", "checkpointing"] as const).filter(
    (option) => told[option] === undefined && !(option === "maxTokens" && isForRows),
  );
  return open.length > 0 && { kind: "defaults", options: open.map((option) => [option, String(run[option])] as const) };
}

function longNote({ gpus }: Run, gpu: Gpu, hours: Hours | null): RunNote | false {
  const days = (hours?.typical ?? 0) / 24;
  const forAMonth = 8 * Math.ceil((gpus * days) / month / 8);
  return days > patience && { kind: "long_run", days, gpus, card: gpu.name, forAMonth };
}

function ofCards(run: Run, gpu: Gpu): (RunNote | false)[] {
  // On the host are weights of 16 bits (four and their scales where quantised), and of what is trained a copy in 32, gradients and states. @source arxiv.org/abs/2101.06840
  const held = (part: "weights" | "optimizer", bytes: number): number => (run.offload.includes(part) ? bytes : 0);
  const base = held("weights", (run.method === "qlora" ? 0.53 : 2) * run.counts.total);
  const hostGiB = (base + held("optimizer", 16 * run.trainable)) / 2 ** 30 / Math.ceil(run.gpus / gpu.linkedCards);
  return [
    hostGiB > 64 && { kind: "host_memory", hostGiB },
    gathersWeights(run) && gpu.link === "pcie" && { kind: "communication_bound", linkGBs: run.linkGBs ?? gpu.linkGBs },
    run.gpus > gpu.linkedCards && { kind: "network", networkGBs: networkGBs(run, gpu) },
    run.precision === "fp8" && gpu.fp8Tflops === undefined && { kind: "no_fp8", card: gpu.name },
    gpu.kind === "unified" && { kind: "unified_memory", card: gpu.name, note: gpu.note ?? "" },
    gpu.confidence !== "primary" &&
      gpu.confidence !== "secondary" && { kind: "card", card: gpu.name, note: gpu.note ?? null },
  ];
}

function ofModel({ shape, experts, adapters, targets, pictures }: Run): (RunNote | false)[] {
  const onExperts = adapters > 0 && (targets === "all" || targets === "mlp");
  return [
    shape.moe !== undefined && { kind: "experts", by: experts },
    shape.moe !== undefined && onExperts && { kind: "expert_adapters", millions: Math.round(adapters / 1e6) },
    shape.linearAttention !== undefined && { kind: "hybrid" },
    shape.confidence === "unchecked" && { kind: "model", model: shape.id },
    shape.tower !== undefined && {
      kind: "pictures",
      billions: (shape.tower.parameters + shape.tower.projector) / 1e9,
      rows: pictures ?? null,
    },
  ];
}

const besideRun = ["data", "epochs", "stages", "tuningRounds", "failedShare", "measured", "owned", "serving"] as const;

/**
 * Answers a question about training and serving on GPUs, or says what to change.
 *
 * Problems: `unknown_model`, `uncounted_model`, `bad_model_config` (its shape), `unknown_gpu`, `unknown_framework`,
 * `bad_rank`, `bad_parallelism`, `over_context`, `no_rollouts`, `conflicting_options`, and those of a field that is not what
 * it should be (`bad_number`, `wrong_kind`, `unknown_field`).
 */
export function selfHost(question: SelfHostQuestion, book: SelfHostBook): Result<SelfHostAnswer> {
  const asked = readQuestion(question, book);
  if (!asked.ok) return asked;
  const placements = placementsOf(asked.value);
  const { factors } = placements;
  const rented = gpuOffers(placements, book);
  const chosen = cardsFor(placements, book.hardware, rented.usual);
  if (!chosen) return fail({ kind: "unknown_gpu", gpu: question.gpu ?? "", known: [] });
  const { gpu } = chosen;
  const placed = placements.at(gpu, chosen.gpus);
  const { run, hours, unmeasured, verdict } = placed;
  const rows = rowLengths(run, question.data);
  const padded = paddedLengths(run, rows, question.data);
  const reading = dataReading(run, question);
  const { memory, throughput } = figuresOf(run, gpu, rows, factors, unmeasured);
  const { shape, counts, adapterSides: _sides, profile, learns: _learns, ...filled } = run;
  const beside = given(Object.fromEntries(besideRun.map((field) => [field, question[field]])));
  const figures = published({
    memory,
    chance: placed.chance,
    fits: fitsOf(placements, book.hardware, chosen.gpus),
    throughput,
    hours: hours && { low: hours.low, typical: hours.typical, high: hours.high },
    flops: hours && hours.tokens * usefulFlops(run, rows.document),
    slower: verdict === "no" ? [] : slowerBy(run, gpu, rows, padded),
    serving: question.serving ? servedOn(run, gpu, question.serving, book) : null,
    calibration: factors.speed !== undefined || factors.memory !== undefined ? factors : null,
    assumptions: [
      ...cardNotes(placements, chosen),
      ...assumptionsOf(placed, question, { mfu: throughput.mfu, reading, unknownCards: rented.unknownCards }),
    ],
  });
  return ok({
    schemaVersion: 1,
    model: { id: shape.id, parameters: counts.total, active: counts.active },
    input: { model: shape.id, framework: profile.id, ...filled, ...beside },
    gpu: { id: gpu.id, name: gpu.name },
    gpus: run.gpus,
    sharding: run.sharding,
    verdict,
    ...figures,
    unmeasured,
    cost: question.data ? costOf(rented, book, gpu) : null,
    sources,
  });
}
