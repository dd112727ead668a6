import { expect, it } from "vitest";
import { runOnCards, openModelIds } from "../src/tokens/worker/onCards.ts";
import { decide } from "@tunecast/estimator";
import { decisionQuestion } from "../src/state/decision.ts";
import { runOver } from "../../cli/test/host.ts";
import { answered, today } from "./calculatorAt.ts";

it("puts the command's own run on cards among the ways, and says why there is none", async () => {
  const { calculator } = await answered("#v=1&on-cards=llama-3.1-8b");
  const { question, choice, form } = calculator;
  const { offer } = choice.value;
  if (question.value === null || offer === null) throw new Error("There is no answer.");
  const { prices: _book, ...asked } = question.value;
  const run = runOnCards({ question: asked, model: "llama-3.1-8b" });
  if (!run.ok) throw new Error(run.problem.kind);
  const decision = decide(
    decisionQuestion({ inputs: form.inputs.value, question: question.value, offer, untuned: [], onCards: run.value }),
  );
  const way = decision.ok ? decision.value.ways.find(({ kind }) => kind === "own_gpus") : undefined;
  expect(way?.once.amount).toBe(run.value.training.amount);
  expect(way?.monthly.amount).toBe(run.value.monthly?.amount);
  const { stdout } = await runOver(
    {},
    ...`estimate --examples 8000 --tokens-per-example 620 --requests 240000 --input-tokens 900 --output-tokens 120
      --months 3 --as-of ${today} --self-host llama-3.1-8b --format json`.split(/\s+/u),
  );
  const { offers } = JSON.parse(stdout) as { offers: readonly { id: string; training: unknown; monthly: unknown }[] };
  const same = offers.find(({ id }) => id === run.value.id);
  expect([same?.training, same?.monthly]).toEqual([run.value.training, run.value.monthly]);
  expect(runOnCards({ question: asked, model: "no-such-model" }).ok).toBe(false);
  expect(openModelIds).toContain("llama-3.1-8b");
});
