import { decimal } from "../../money.ts";
import { once } from "../../prices/once.ts";
import { number, optional, whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** Bytes of a parameter in 16 bits, with a tenth to spare. */
const bytesPerParameter = "2.2";

/**
 * Cards of one's own at the `hosting` rate, every hour, as many as hold the weights in 16 bits with a tenth to spare, of
 * `gpuMemoryGB` each (80 where not given); bound to one region they cost `regionFactor` times as much, which is said and
 * not counted (Fireworks, Together).
 */
export const dedicatedGpu: Rule = rule({
  tag: "dedicated_gpu",
  role: "hourly",
  label: "Dedicated GPU",
  parameters: { gpuMemoryGB: optional(whole(1)), regionFactor: optional(number(1)) },
  reads: ["hosting"],
  // 70.6 billion parameters need 155.32 GB: two cards of 80 GB.
  example: { rates: { hosting: ["8", "GPU-hour"] }, parameters: "70.6", becomes: "11680" },
  apply: ({ gpuMemoryGB = 80, regionFactor }, { offer }) => {
    const { parameters } = offer.model;
    // The least that serves the model; one is the least there can be where its size is not known.
    const units = Math.max(1, weights(offer).dividedBy(gpuMemoryGB).ceil().toNumber());
    return {
      kind: "hosting",
      units,
      deletedAfter: null,
      assumptions: [
        ...(units > 1 ? [{ kind: "cards", cards: units, parameters: parameters ?? "" } as const] : []),
        ...(regionFactor === undefined ? [] : [{ kind: "region", factor: regionFactor } as const]),
      ],
      notes: parameters === undefined ? [{ kind: "not_counted", what: "cards" }] : [],
    };
  },
});

/** Gigabytes of a model's weights; none where its size is not known. */
const weights = once(({ model: { parameters } }) => decimal(parameters ?? 0).times(bytesPerParameter));
