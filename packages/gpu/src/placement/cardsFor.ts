import type { Assumption } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import type { Gpu } from "../run/hardware.ts";
import type { Placements } from "./placements.ts";
import type { Verdict } from "./verdict.ts";

/** So many cards of one kind. */
export interface Cards {
  readonly gpu: Gpu;
  readonly gpus: number;
}

/** Numbers of cards that are tried where nobody says how many. */
const cardCounts = [1, 2, 4, 8, 16];

/**
 * The cards that the answer is about: those asked for, else the cheapest to rent, else the fewest and smallest that
 * fit; and why there is more than one where nobody said how many. @param offer the cheapest that anybody can rent
 */
export function cardsFor(
  placements: Placements,
  hardware: readonly Gpu[],
  offer: { readonly gpu: string; readonly gpus: number } | undefined,
): (Cards & { readonly notes: readonly Assumption[] }) | undefined {
  const chosen = chosenFrom(placements, hardware, offer);
  if (chosen === undefined) return undefined;
  const { gpu, gpus } = chosen;
  if (placements.asked.question.gpus !== undefined || gpus === 1) return { ...chosen, notes: [] };
  const because = placements.on(gpu, 1) === undefined ? "one_does_not_hold" : "cheapest_machines";
  return { ...chosen, notes: [spokenOfRun({ kind: "cards_taken", gpus, card: gpu.name, because })] };
}

function chosenFrom(
  { asked: { gpu: asked, question }, on }: Placements,
  hardware: readonly Gpu[],
  offer: { readonly gpu: string; readonly gpus: number } | undefined,
): Cards | undefined {
  const first = offer && hardware.find(({ id }) => id === offer.gpu);
  const rented = first && offer && { gpu: first, gpus: offer.gpus };
  const verdict = (gpu: Gpu, gpus: number): Verdict => on(gpu, gpus)?.verdict ?? "no";
  if (asked) {
    // A card that is built into a machine is alone there.
    const tried = question.measured || asked.linkedCards === 1 ? [1] : [1, ...(rented ? [rented.gpus] : cardCounts)];
    const counts = question.gpus === undefined ? tried : [question.gpus];
    return { gpu: asked, gpus: counts.find((gpus) => verdict(asked, gpus) !== "no") ?? question.gpus ?? 1 };
  }
  if (rented) return rented;
  const bySize = hardware.filter(({ kind }) => kind === undefined).toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const counts = question.gpus === undefined ? cardCounts : [question.gpus];
  for (const gpus of counts) {
    const gpu = bySize.find((card) => verdict(card, gpus) === "fits");
    if (gpu) return { gpu, gpus };
  }
  const largest = bySize.at(-1);
  return largest && { gpu: largest, gpus: question.gpus ?? 1 };
}
