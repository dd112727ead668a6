import { answerText, estimate, type Profile } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { commandText, libraryText } from "../src/question/commands.ts";
import { calculatorAt } from "./calculatorAt.ts";

describe("the same question elsewhere", () => {
  it("is a command with every number of the question", () => {
    const question = calculatorAt("#v=1&cached-input-tokens=100&provider-epochs=1").question.value;
    if (question === null) throw new Error("There is no question.");
    expect(commandText(question, { training: [], validation: null }).replaceAll(" \\\n  ", " ")).toBe(
      "npx tunecast estimate --as-of 2026-11-24 --examples 8000 --tokens-per-example 620 --epochs provider " +
        "--requests 240000 --input-tokens 900 --cached-input-tokens 100 --output-tokens 120 --months 3 " +
        "--alternative few_shot=1860",
    );
    const files = {
      training: ["it's mine.csv", "rest.csv"],
      columns: { prompt: "what they wrote", completion: "reply" },
    };
    expect(commandText(question, { ...files, validation: null }).replaceAll(" \\\n  ", " ")).toContain(
      String.raw`estimate 'it'\''s mine.csv' rest.csv --columns 'prompt=what they wrote,completion=reply' --as-of`,
    );
    // Without counts of it in the question the file is in no figure, and so in no command.
    const names = { training: ["train.jsonl"], validation: "val set.jsonl" };
    expect(commandText(question, names)).not.toContain("validation");
    const job = {
      examples: 8000,
      tokensPerExample: 620,
      validation: { examples: 9, tokensPerExample: 5 },
      evaluations: 4,
    };
    expect(commandText({ ...question, job }, names).replaceAll(" \\\n  ", " ")).toMatch(
      /^npx tunecast estimate train\.jsonl --validation 'val set\.jsonl' .*--set job\.evaluations=4 /u,
    );
  });

  it("is a program that gives the same bytes", () => {
    const question = calculatorAt().question.value;
    if (question === null) throw new Error("There is no question.");
    const call = /estimate\((?<asked>\{[\s\S]*\})\);$/u.exec(libraryText(question))?.groups?.["asked"] ?? "";
    const asked: unknown = JSON.parse(call.replace("prices,", "").replaceAll(/([a-zA-Z]+):/gu, '"$1":'));
    expect(answerText(estimate({ ...(asked as typeof question), prices }))).toBe(answerText(estimate(question)));
    const profile = { examples: 3 } as Profile;
    const counted = libraryText({ ...question, job: { profile, epochs: 3, validation: { profile } } });
    expect(counted).toMatch(/job: \{\n\s+profile,\n\s+epochs: 3,\n\s+validation: \{\n\s+profile: validation\n/u);
  });
});
