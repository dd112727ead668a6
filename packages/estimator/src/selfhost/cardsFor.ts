import { place, type Factors, type GpuOffer } from "./gpuOffers.ts";
import { named, type Gpu } from "./hardware.ts";
import type { SelfHostBook, SelfHostQuestion } from "./question.ts";
import type { ModelShape } from "./shape.ts";
import type { Verdict } from "./verdict.ts";

/** So many cards of one kind. */
export interface Cards {
  readonly gpu: Gpu;
  readonly gpus: number;
}

/** Numbers of cards that are tried where nobody says how many. */
const cardCounts = [1, 2, 4, 8, 16];

/** The cards that the answer is about: those asked for, else the cheapest to rent, else the fewest and smallest that fit. */
export function cardsFor(
  shape: ModelShape,
  question: SelfHostQuestion,
  { hardware }: SelfHostBook,
  { asked, rented, factors }: { asked: Gpu | undefined; rented: GpuOffer | undefined; factors: Factors },
): Cards | undefined {
  const verdict = (gpu: Gpu, gpus: number): Verdict =>
    place(shape, { ...question, gpus }, gpu, gpus, factors)?.verdict ?? "no";
  if (asked) {
    const one = question.measured !== undefined || verdict(asked, 1) !== "no";
    return { gpu: asked, gpus: question.gpus ?? (one ? 1 : (rented?.gpus ?? 1)) };
  }
  const cheapest = rented && named(hardware, rented.gpu);
  if (cheapest) return { gpu: cheapest, gpus: rented.gpus };
  const bySize = hardware.toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const counts = question.gpus === undefined ? cardCounts : [question.gpus];
  for (const gpus of counts) {
    const gpu = bySize.find((card) => verdict(card, gpus) === "fits");
    if (gpu) return { gpu, gpus };
  }
  const largest = bySize.at(-1);
  return largest && { gpu: largest, gpus: question.gpus ?? 1 };
}
