import { tokenQuantity } from "../tokenQuantity.ts";
import { flag, optional, whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Each model turn is a record that counts the conversation before it again and costs `tokensPerRecord` more, times the
 * epochs; `disputed`, where a bill is known without these: the high end alone holds them (Vertex).
 */
export const recountedTurnsTimesEpochs: Rule = rule({
  tag: "recounted_turns_times_epochs",
  role: "quantity",
  unit: "token",
  parameters: { tokensPerRecord: whole(0), disputed: optional(flag) },
  reads: ["training"],
  // Two records of together 150 tokens an example, and perhaps 8 more each: 166.
  example: { with: { tokensPerRecord: 8, disputed: true }, becomes: "1.35", range: ["1.35", "1.494"] },
  apply: ({ tokensPerRecord, disputed = false }, training) =>
    tokenQuantity(training, { part: "recounted", tokensPerRecord, recordsDisputed: disputed }),
});
