import fc from "fast-check";
import { expect, it } from "vitest";
import { runOver } from "../../cli/test/host.ts";
import { encodeAddress } from "../src/question/address.ts";
import { verdictCommand } from "../src/question/commands.ts";
import { answered } from "./calculatorAt.ts";
import { randomState } from "./randomState.ts";

const ways = [
  "&rag=1200&rag-monthly=20",
  "&larger-model=anthropic%2Fclaude-haiku-4-5",
  "&scores=nova-micro%3Atuned%3A74%2Cnova-micro%3Afew_shot%3A71",
];
const states = fc
  .sample(randomState("2026-04-20", "2026-11-24"), { numRuns: 40, seed: 35 })
  .map((inputs, at) => [`${encodeAddress(inputs)}${ways[at % 4] ?? ""}`] as const);

const plain = (text: string): string =>
  text
    .replaceAll("’", "'")
    .replaceAll(/[\s:.]+/gu, " ")
    .trim()
    .toLowerCase();

let compared = 0;

it.each(states)("the verdict's command says the headline of the page: %s", async (fragment) => {
  const { calculator } = await answered(fragment);
  const headline = calculator.liveAnswer.headline.value;
  if (headline?.decision?.ok !== true || headline.report.verdict.found === null) return;
  const command = verdictCommand(headline.asked, calculator.form.countedFiles) ?? "";
  const given = command.replace("npx tunecast ", "").replaceAll("\\\n", " ").split(/\s+/u);
  const { stdout, stderr } = await runOver({}, ...given);
  expect(plain(stdout === "" ? stderr : stdout)).toContain(plain(headline.report.headline));
  compared += 1;
});

it("was compared in more than half of these states", () => {
  expect(compared).toBeGreaterThan(20);
});

it("is none where a run on cards is compared, which the command would choose anew", async () => {
  const { calculator } = await answered("");
  const headline = calculator.liveAnswer.headline.value;
  if (headline === null) throw new Error("There is no answer.");
  const { asked, offer } = headline;
  expect(verdictCommand(asked, calculator.form.countedFiles)).toContain("--way few_shot=1860");
  const onCards = [{ kind: "own_gpus" as const, offer }];
  expect(verdictCommand({ ...asked, onCards }, calculator.form.countedFiles)).toBeNull();
});
