import { type Result, fail, ok } from "@tunecast/estimator/parts";
import type { FilledRun, SelfHostAnswer } from "./answer.ts";
import { assumptionsOf, sources } from "./assumptions.ts";
import { costOf, gpuOffers, usualOffer } from "./offer/gpuOffers.ts";
import { servedOn } from "./offer/selfServing.ts";
import { usefulFlops } from "./physics/arithmetic.ts";
import { figuresOf } from "./physics/figures.ts";
import { slowerBy } from "./physics/hours.ts";
import { cardsFor } from "./placement/cardsFor.ts";
import { fitsOf } from "./placement/fits.ts";
import { placementsOf } from "./placement/placements.ts";
import { rowLengths } from "./run/lengths.ts";
import type { SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion } from "./run/readQuestion.ts";
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
  const { offers, unknownCards } = gpuOffers(placements, book);
  const chosen = cardsFor(placements, book.hardware, usualOffer(offers));
  if (!chosen) return fail({ kind: "unknown_gpu", gpu: question.gpu ?? "", known: [] });
  const { gpu, gpus } = chosen;
  const placed = placements.at(gpu, gpus);
  const { run, hours, unmeasured, verdict } = placed;
  const rows = rowLengths(run, question.data);
  const { memory, throughput } = figuresOf(run, gpu, rows, factors, unmeasured);
  const calibrated = factors.speed !== undefined || factors.memory !== undefined;
  const found = {
    run,
    gpu,
    need: placed,
    mfu: throughput.mfu,
    hours: hours && hours.typical,
    drawing: hours && hours.drawing / hours.typical,
  };
  return ok({
    schemaVersion: 1,
    model: { id: run.shape.id, parameters: run.counts.total, active: run.counts.active },
    input: inputOf(run, question),
    gpu: { id: gpu.id, name: gpu.name },
    gpus: run.gpus,
    sharding: run.sharding,
    memory,
    verdict,
    chance: placed.chance,
    fits: fitsOf(placements, book.hardware, gpus),
    throughput,
    hours: hours && { low: hours.low, typical: hours.typical, high: hours.high },
    flops: hours && hours.tokens * usefulFlops(run, rows.document),
    slower: verdict === "no" ? [] : slowerBy(run, gpu, rows, question.data),
    unmeasured,
    cost: question.data ? costOf(placements, book, offers, gpu) : null,
    serving: question.serving ? servedOn(run, gpu, question.serving, book) : null,
    calibration: calibrated ? factors : null,
    assumptions: [...chosen.notes, ...assumptionsOf(found, question, unknownCards)],
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

function inputOf(run: Run, question: SelfHostQuestion): FilledRun {
  const { shape, counts: _counts, adapterSides: _sides, profile, trainable, adapters, ...options } = run;
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
