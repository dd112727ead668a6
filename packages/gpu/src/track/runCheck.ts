import { each, fitting, having, isDecimalText, isRecord, list, maybe, text } from "@tunecast/estimator/parts";
import type { SelfHostAnswer } from "../answer.ts";

const decimalText = fitting(isDecimalText, "a decimal");
const count = fitting((value) => typeof value === "number" && value > 0 && Number.isFinite(value), "a positive number");
const orNull = (check: ReturnType<typeof having>): ReturnType<typeof having> => {
  return (value, path) => (value === null ? null : check(value, path));
};
const bought = {
  lines: list(having({ rate: having({ amount: decimalText, currency: text }) })),
  total: having({ amount: decimalText }),
  range: having({ low: decimalText, high: decimalText }),
};
const offer = having({ ...each("id gpu", text), ...each("gpus machines", count), ...bought });
const run = having({
  model: having({ id: text, parameters: count }),
  gpu: having({ id: text }),
  gpus: count,
  memory: fitting(isRecord, "an object"),
  throughput: having(each("tokensPerSecondPerGpu stepSeconds", count)),
  hours: orNull(having(each("low typical high", count))),
  cost: orNull(having({ offers: list(offer), owned: maybe(orNull(having(bought))) })),
  input: having({ accumulation: count }),
});

/** Whether a value that came out of a file is the estimate of a run: all that is reckoned with is there. */
export function isRunEstimate(value: unknown): value is SelfHostAnswer {
  return run(value, "") === null;
}
