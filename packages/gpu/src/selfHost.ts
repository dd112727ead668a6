import { type Result, decimal, fail, ok } from "@tunecast/estimator/parts";
import type { FilledRun, SelfHostAnswer, Throughput, Cost, ServingAnswer } from "./answer.ts";
import { assumptionsOf, sources } from "./assumptions.ts";
import { gpuOffers, headlineOffer, ownedCost, usualOffer, type GpuOffer } from "./offer/gpuOffers.ts";
import { firmest, marketOf } from "./offer/market.ts";
import { slowerBy, trainingSpeed } from "./physics/hours.ts";
import { interval, unmeasuredOf, type Unmeasured } from "./physics/interval.ts";
import { trainingMemory } from "./physics/memory.ts";
import { servedPrice, servingOn } from "./physics/serving.ts";
import { usefulFlops } from "./physics/time.ts";
import { cardsFor, cardsNote } from "./placement/cardsFor.ts";
import { fitsOf } from "./placement/fits.ts";
import { placementsOf, type Factors, type Placements } from "./placement/placements.ts";
import { needOf } from "./placement/verdict.ts";
import { named, type Gpu } from "./run/hardware.ts";
import { rowLengths, type RowLengths } from "./run/lengths.ts";
import type { SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion } from "./run/readQuestion.ts";
import { spreadOver } from "./run/resolveRun.ts";
import type { Run } from "./run/run.ts";

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
  const first = usualOffer(rented.offers);
  const cheapest = first && named(book.hardware, first.gpu);
  const chosen = cardsFor(placements, book.hardware, first && cheapest && { gpu: cheapest, gpus: first.gpus });
  if (!chosen) return fail({ kind: "unknown_gpu", gpu: question.gpu ?? "", known: [] });
  const { gpu, gpus } = chosen;
  const placed = placements.on(gpu, gpus);
  const run = placed?.run ?? spreadOver(asked.value.run, gpus, question.sharding);
  const need = placed ?? needOf(run, gpu, question.framework, factors.memory);
  const hours = placed?.hours ?? null;
  const rows = rowLengths(run, question.data);
  const unmeasured = unmeasuredOf(run, gpu, question.framework);
  const throughput = throughputAnswer(run, gpu, rows, factors, unmeasured);
  const calibrated = factors.speed !== undefined || factors.memory !== undefined;
  return ok({
    schemaVersion: 1,
    model: { id: run.shape.id, parameters: run.counts.total, active: run.counts.active },
    input: inputOf(run, question),
    gpu: { id: gpu.id, name: gpu.name },
    gpus: run.gpus,
    sharding: run.sharding,
    memory: memoryAnswer(run, gpu, factors, unmeasured),
    verdict: need.verdict,
    chance: need.chance,
    fits: fitsOf(placements, book.hardware, gpus),
    throughput,
    hours: hours && { low: hours.low, typical: hours.typical, high: hours.high },
    flops: hours && hours.tokens * usefulFlops(run, rows.document),
    slower: placed ? slowerBy(run, gpu, rows, question.data) : [],
    unmeasured,
    cost: question.data ? costAnswer(placements, book, rented.offers, gpu) : null,
    serving: question.serving ? servingAnswer(run, gpu, question, book) : null,
    calibration: calibrated ? factors : null,
    assumptions: [
      ...cardsNote(chosen, placements),
      ...assumptionsOf(
        {
          run,
          gpu,
          need,
          mfu: throughput.mfu,
          hours: hours?.typical ?? null,
          drawing: hours && hours.drawing / hours.typical,
        },
        question,
        rented.unknownCards,
      ),
    ],
    sources,
  });
}

/**
 * Training from random weights: all parameters, the corpus as data; the price of "a new model" beside the others.
 *
 * Problems: those of `selfHost`.
 */
export function trainingFromScratch(question: SelfHostQuestion, book: SelfHostBook): Result<SelfHostAnswer> {
  return selfHost({ ...question, objective: "scratch" }, book);
}

function memoryAnswer(
  run: Run,
  gpu: Gpu,
  { memory }: Factors,
  unmeasured: readonly Unmeasured[],
): SelfHostAnswer["memory"] {
  const factor = memory ?? 1;
  const held = trainingMemory(run, "device", gpu);
  // Where the card is too small, nothing is given back that would help: what the run would like to have is told.
  const wanted = trainingMemory(run, "device", { ...gpu, memoryGiB: Infinity });
  const { totalGiB, parts } = held.totalGiB > gpu.memoryGiB ? wanted : held;
  const spread = interval("memory", memory === undefined ? unmeasured : "here");
  const total = totalGiB * factor;
  const scaled = Object.entries<number>({ ...parts }).map(([part, gib]) => [part, gib * factor] as const);
  return {
    totalGiB: total,
    low: spread.low * total,
    high: spread.high * total,
    parts: { ...parts, ...Object.fromEntries(scaled) },
    notAtOnce: scaled.reduce((sum, [, gib]) => sum + gib, -total),
  };
}

function throughputAnswer(
  run: Run,
  gpu: Gpu,
  rows: RowLengths,
  { speed }: Factors,
  unmeasured: readonly Unmeasured[],
): Throughput {
  const step = trainingSpeed(run, gpu, rows, speed);
  const spread = interval("speed", speed === undefined ? unmeasured : "here");
  const tokens = step.tokensPerSecondPerGpu;
  return {
    tokensPerSecondPerGpu: tokens,
    low: spread.low * tokens,
    high: spread.high * tokens,
    stepSeconds: step.seconds,
    parts: step.parts,
    mfu: step.mfu,
    sixNd: (0.4 * gpu.bf16Tflops * 1e12) / (6 * run.counts.active),
  };
}

function costAnswer(placements: Placements, book: SelfHostBook, offers: readonly GpuOffer[], gpu: Gpu): Cost {
  const dollars = offers.filter(({ total }) => total.currency === "USD");
  const fastest = dollars.toSorted(
    (a, b) => a.hours - b.hours || decimal(a.total.amount).comparedTo(b.total.amount),
  )[0];
  return {
    cheapest: headlineOffer(dollars) ?? null,
    market: marketOf(book.rates ?? [], (card) => named(book.hardware, card)?.id === gpu.id),
    fastest: fastest ?? null,
    offers,
    owned: ownedCost(placements, placements.asked.question, book),
  };
}

function servingAnswer(run: Run, gpu: Gpu, question: SelfHostQuestion, book: SelfHostBook): ServingAnswer | null {
  const serving = question.serving && servingOn(run, gpu, question.serving);
  if (!serving) return null;
  // A machine is paid whole and serves as many copies as it holds.
  const holding = (book.rates ?? []).filter(
    ({ term, currency, gpu: card, gpus }) =>
      term === "on_demand" && currency === "USD" && gpus >= serving.gpus && named(book.hardware, card)?.id === gpu.id,
  );
  const prices = firmest(holding).map(({ currency, gpus, amount }) => {
    const copies = Math.floor(gpus / serving.gpus);
    const together = { ...serving, tokensPerSecond: serving.tokensPerSecond * copies };
    return servedPrice(together, { amount, currency });
  });
  const cheapest = prices.toSorted((a, b) => decimal(a.amount).comparedTo(b.amount))[0];
  return { ...serving, perMillionTokens: cheapest ?? null };
}

function inputOf(run: Run, question: SelfHostQuestion): FilledRun {
  const { shape, counts: _counts, profile, trainable, adapters, ...options } = run;
  const { data, epochs, stages, tuningRounds, failedShare, measured, owned, serving } = question;
  return {
    model: shape.id,
    framework: profile.id,
    trainable,
    adapters,
    ...options,
    ...(data !== undefined && { data }),
    ...(epochs !== undefined && { epochs }),
    ...(stages !== undefined && { stages }),
    ...(tuningRounds !== undefined && { tuningRounds }),
    ...(failedShare !== undefined && { failedShare }),
    ...(measured !== undefined && { measured }),
    ...(owned !== undefined && { owned }),
    ...(serving !== undefined && { serving }),
  };
}
