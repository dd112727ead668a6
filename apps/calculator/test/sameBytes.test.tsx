import { answerText, type Offer } from "@tunecast/estimator";
import { countingRules } from "@tunecast/estimator/prices";
import { fail, ok } from "@tunecast/estimator/problem";
import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { expect, it } from "vitest";
import { chatRows, runOver } from "../../cli/test/host.ts";
import { encodeAddress } from "../src/question/address.ts";
import { commandText } from "../src/question/commands.ts";
import type { CountFile } from "../src/tokens/fileCount.ts";
import { countPart, joinParts } from "../src/tokens/worker/counting.ts";
import { csv, focus } from "../src/view/take/TakeAlong.tsx";
import { atOnce, calculatorAt, wholeAnswer } from "./calculatorAt.ts";
import { randomState } from "./randomState.ts";

const state = randomState("2024-09-10", "2025-06-01", "2026-04-20", "2026-11-24", "2027-01-05");

/** Files as people have them: chat, pairs of columns, a prompt in every row, one row over and over. */
const texts: readonly (readonly [name: string, text: fc.Arbitrary<string>])[] = [
  ["chat.jsonl", fc.integer({ min: 10, max: 400 }).map(chatRows)],
  ["pairs.jsonl", lines((text, answer) => ({ prompt: text, completion: answer }))],
  ["alpaca.json", lines((text, answer) => ({ instruction: text, input: "", output: answer }), true)],
  ["pairs.csv", fc.array(fc.integer(), { minLength: 10, maxLength: 60 }).map(table)],
  ["preferred.jsonl", lines((text, answer) => ({ prompt: text, chosen: answer, rejected: `${answer} ${text}` }))],
];

function lines(row: (text: string, answer: string) => object, isList = false): fc.Arbitrary<string> {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }).filter((one) => one.trim() !== "");
  return fc.array(fc.tuple(text, text), { minLength: 10, maxLength: 80 }).map((pairs) => {
    const rows = pairs.map(([one, other]) => row(one, other));
    return isList ? JSON.stringify(rows) : rows.map((one) => `${JSON.stringify(one)}\n`).join("");
  });
}

function table(numbers: readonly number[]): string {
  return `prompt,completion\n${numbers.map((one) => `"What follows ${one}, please?",${one + 1}`).join("\n")}\n`;
}

/** Counts as the page's worker does, without one. */
const countFile: CountFile = async (file, { columns }) => {
  const rules = countingRules(prices, {}, "2026-11-24");
  const part = await countPart(
    { kind: "count", file, name: file.name, rules, index: 1, of: 1, columns },
    () => undefined,
  );
  if (part.kind !== "part") return fail({ kind: "counting_failed", reason: part.kind });
  const whole = joinParts({ kind: "join", parts: [part.profile], missed: part.missed });
  return whole.kind === "whole" ? ok(whole.counted) : fail({ kind: "counting_failed", reason: whole.kind });
};

const cases = fc
  .sample(state, { numRuns: 25 })
  .map((inputs, at) => [encodeAddress(inputs), at < texts.length ? (texts[at] ?? null) : null] as const);

it.each(cases)("the page and its own command give the same JSON, CSV and FOCUS: %s", async (fragment, file) => {
  const calculator = calculatorAt(fragment, countFile);
  const [name = "", text = ""] = file === null ? [] : [file[0], fc.sample(file[1], { numRuns: 1 })[0]];
  if (file !== null) await calculator.form.useFiles([new File([text], name)]);
  await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
  expect(calculator.form.file.countedName ?? "").toBe(name);
  const question = calculator.question.value;
  const whole = wholeAnswer(calculator);
  const shown = calculator.liveAnswer.headline.value;
  if (question === null || shown === null) throw new Error("There is no answer.");
  const { alternative: _alternative, ...tuned } = question;
  const command = async (asked: typeof question, format: string, offer?: Offer): Promise<string> => {
    const given = commandText(asked, calculator.form.countedFiles)
      .replace("npx tunecast ", "")
      .replaceAll("\\\n", " ")
      .split(/\s+/u);
    const only = offer === undefined ? [] : ["--model", offer.id];
    const { stdout, stderr } = await runOver({ [name]: text }, ...given, ...only, "--format", format);
    return stdout === "" ? stderr : stdout;
  };
  expect(await command(question, "json")).toBe(answerText(whole));
  expect(await command(question, "csv")).toBe(csv(calculator));
  expect(await command(tuned, "focus", shown.offer)).toBe(focus(calculator));
});
