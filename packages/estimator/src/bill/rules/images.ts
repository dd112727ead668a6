import { decimal } from "../../money.ts";
import { fail, ok } from "../../problem.ts";
import { exactly } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** Images seen, which are min(images, batch) × steps (Titan). */
export const images: Rule = rule({
  tag: "images",
  role: "quantity",
  unit: "image",
  parameters: {},
  reads: ["training"],
  example: { rates: { training: ["0.005", "image"] }, job: { imagesSeen: 8000 }, becomes: "40" },
  apply: (_, { job }) =>
    job.imagesSeen === undefined
      ? fail({ kind: "not_stated", what: "images" })
      : ok({ spread: exactly(decimal(job.imagesSeen)), label: "Training images seen", assumptions: [] }),
});
