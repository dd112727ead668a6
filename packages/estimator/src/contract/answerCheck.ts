import { each, fitting, having, isRecord, list, maybe, text } from "../check/fields.ts";
import { isDecimalText } from "../check/decimalText.ts";
import type { Answer } from "./answer.ts";

const decimalText = fitting(isDecimalText, "a decimal");
const atLeastNothing = fitting((value) => value === null || isDecimalText(value), "a decimal or null");
const anyText = fitting((value) => typeof value === "string", "text");
const number = fitting((value) => typeof value === "number", "a number");
const record = fitting(isRecord, "an object");
const money = having({ amount: decimalText, currency: anyText });
const range = having({ low: decimalText, high: atLeastNothing });
const line = having({
  ...each("kind label unit", anyText),
  ...each("quantity amount", decimalText),
  rate: having({ amount: decimalText, ...each("per currency from source seen", anyText), list: maybe(decimalText) }),
});
const offer = having({
  ...each("id provider model method", text),
  status: having({ kind: anyText, until: maybe(anyText) }),
  epochs: number,
  billedTokens: decimalText,
  lines: list(line),
  ...each("total training", money),
  ...each("range trainingRange billedTokensRange", range),
  limits: record,
  assumptions: list(having({ kind: anyText })),
});
const answer = having({
  schemaVersion: fitting((value) => value === 1, "1"),
  asOf: text,
  prices: having({ version: text }),
  input: record,
  offers: list(offer),
  refused: list(having({ id: text, reason: having({ kind: text }), sentence: anyText })),
});

/** Whether a value that came out of a file is an answer: all that is reckoned with is there, and is what it should be. */
export function isAnswer(value: unknown): value is Answer {
  return answer(value, "") === null;
}
