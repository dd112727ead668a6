import { type Result, fail, ok, published } from "@tunecast/estimator/parts";
import type { SelfHostAnswer } from "./answer.ts";
import { assumptionsOf, sources } from "./assumptions.ts";
import { costOf, gpuOffers } from "./offer/gpuOffers.ts";
import { servedOn } from "./offer/selfServing.ts";
import { usefulFlops } from "./physics/arithmetic.ts";
import { figuresOf } from "./physics/figures.ts";
import { slowerBy } from "./physics/hours.ts";
import { cardsFor } from "./placement/cardsFor.ts";
import { fitsOf } from "./placement/fits.ts";
import { placementsOf } from "./placement/placements.ts";
import { dataReading, paddedLengths, rowLengths } from "./run/lengths.ts";
import type { SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion } from "./run/readQuestion.ts";

/** What is asked beside the run, and stands with it in the answer. */
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
  const fits = fitsOf(placements, book.hardware, chosen.gpus);
  const { gpu, notes } = chosen;
  const need = placements.at(gpu, chosen.gpus);
  const { run, hours, unmeasured, verdict } = need;
  const rows = rowLengths(run, question.data);
  const padded = paddedLengths(run, rows, question.data);
  const reading = dataReading(run, question);
  const serving = question.serving ? servedOn(run, gpu, question.serving, book) : null;
  const { memory, throughput } = figuresOf(run, gpu, rows, factors, unmeasured);
  const { mfu } = throughput;
  const [typical, drawing] = hours ? [hours.typical, hours.drawing / hours.typical] : [null, null];
  const found = { run, gpu, need, mfu, hours: typical, drawing, reading, unknownCards: rented.unknownCards };
  const { shape, counts, adapterSides: _sides, profile, ...filled } = run;
  const beside = Object.fromEntries(
    besideRun.flatMap((field) => (question[field] === undefined ? [] : [[field, question[field]]])),
  );
  const figures = published({
    memory,
    chance: need.chance,
    fits,
    throughput,
    hours: hours && { low: hours.low, typical: hours.typical, high: hours.high },
    flops: hours && hours.tokens * usefulFlops(run, rows.document),
    slower: verdict === "no" ? [] : slowerBy(run, gpu, rows, padded),
    serving,
    calibration: factors.speed !== undefined || factors.memory !== undefined ? factors : null,
    assumptions: [...notes, ...assumptionsOf(found, question)],
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

/**
 * Training from random weights: all parameters, the corpus as data; the price of "a new model" beside the others.
 *
 * Problems: those of `selfHost`.
 */
export function trainingFromScratch(question: SelfHostQuestion, book: SelfHostBook): Result<SelfHostAnswer> {
  return selfHost({ ...question, objective: "scratch" }, book);
}
