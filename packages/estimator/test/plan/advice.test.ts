import { describe, expect, it } from "vitest";
import { scratchPresets } from "../../src/answer.ts";
import { adviceFor, type AdviceStep, type Task } from "../../src/index.ts";
import { approaches, needs } from "../../src/plan/decision/advice.ts";

const step = (task: Partial<Task>, approach: AdviceStep["approach"]): AdviceStep => {
  const found = adviceFor(task).find((one) => one.approach === approach);
  if (found === undefined) throw new Error(`No advice on ${approach}.`);
  return found;
};
const order = (task: Partial<Task>, ...stands: readonly AdviceStep["stand"][]): readonly string[] =>
  adviceFor(task).flatMap(({ approach, stand }) => (stands.includes(stand) ? [approach] : []));

describe("the advice before a run", () => {
  it("names each way once, what is for now before what is not, whatever the task", () => {
    const ranks = ["first", "later", "if_needed", "not"];
    for (const need of [[], ...needs.map((one) => [one]), [...needs]])
      for (const examples of [null, 0, 49, 50, 5000]) {
        const steps = adviceFor({ needs: need, examples });
        expect(steps.map(({ approach }) => approach).toSorted()).toEqual([...approaches].toSorted());
        const places = steps.map(({ stand }) => ranks.indexOf(stand));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(steps[0]).toMatchObject({ approach: "prompt", stand: "first", reason: "cheapest_change" });
        for (const { source } of steps) expect(source).toMatch(/^https:\/\//u);
      }
  });

  // Microsoft's module on optimising a model: prompts first, retrieval where facts lack, tuning for a manner that examples show.
  it("puts retrieval and a model of the field before what cannot supply facts", () => {
    expect(order({ needs: ["facts"], examples: 200 }, "first")).toEqual(["prompt", "rag", "domain_model", "few_shot"]);
    expect(step({ needs: ["facts"], examples: 200 }, "tuning")).toMatchObject({
      stand: "not",
      reason: "facts_are_not_taught",
    });
    expect(step({ needs: ["facts", "style"], examples: 200 }, "tuning")).toMatchObject({ stand: "later" });
  });

  it("says what is not for a task, and leaves open what nobody spoke of", () => {
    expect(order({ needs: ["style"] }, "not")).toEqual(["rag", "domain_model", "scratch"]);
    expect(order({}, "if_needed")).toEqual(["rag", "domain_model"]);
    expect(step({}, "rag").reason).toBe("facts_not_stated");
    expect(step({ needs: ["style"] }, "rag").reason).toBe("no_facts_needed");
    expect(step({}, "domain_model").reason).toBe("words_not_stated");
    expect(step({ needs: ["style"] }, "domain_model").reason).toBe("general_words_do");
  });

  it("splits a task that needs tools, and trains a model of the field where its words are strange", () => {
    expect(step({ needs: ["tools"] }, "chain")).toMatchObject({ stand: "first", reason: "splits_the_task" });
    expect(step({ needs: ["style"] }, "chain")).toMatchObject({ stand: "later", reason: "one_call_is_enough" });
    expect(step({ needs: ["vocabulary"] }, "domain_model")).toMatchObject({
      stand: "later",
      reason: "speaks_the_field",
    });
    expect(step({ needs: ["vocabulary"] }, "scratch")).toMatchObject({ stand: "later", reason: "last_resort" });
    expect(step({ needs: ["style"] }, "scratch").stand).toBe("not");
  });

  // OpenAI's guide: improvements from 50 to 100 examples on.
  it("tunes from 50 examples on, and shows none where none are", () => {
    expect(step({ needs: ["style"], examples: 49 }, "tuning")).toMatchObject({ stand: "not", reason: "few_examples" });
    expect(step({ needs: ["style"], examples: 50 }, "tuning")).toMatchObject({
      stand: "later",
      reason: "teaches_behaviour",
    });
    expect(step({ needs: ["style"] }, "tuning").stand).toBe("later");
    expect(step({ examples: 0 }, "few_shot")).toMatchObject({ stand: "not", reason: "no_examples" });
    expect(step({ examples: 1 }, "few_shot")).toMatchObject({ stand: "first", reason: "examples_in_prompt" });
    expect(step({ examples: 49 }, "tuning").source).toBe("https://platform.openai.com/docs/guides/fine-tuning");
  });

  it("counts a shorter prompt from 100,000 requests a month on, or where answers are to be quick", () => {
    const facts = { needs: ["facts"], examples: 200 } as const;
    expect(step({ ...facts, requestsPerMonth: 99_999 }, "tuning").stand).toBe("not");
    expect(step({ ...facts, requestsPerMonth: 100_000 }, "tuning")).toMatchObject({
      stand: "later",
      reason: "shorter_prompts",
    });
    expect(step({ needs: ["latency"], examples: 200 }, "tuning").reason).toBe("shorter_prompts");
  });
});

describe("a model from scratch by its name", () => {
  it("is BloombergGPT as its paper has it: 50.6 billion parameters, 53 days on 512 cards", () => {
    const preset = scratchPresets["bloomberggpt"];
    if (preset === undefined) throw new Error("It is not there.");
    const { config, tokens, gpus, gpuHours } = preset;
    const shape = config as Record<string, number>;
    const { n_layer: layers = 0, n_head: heads = 0, hidden_size: width = 0, vocab_size: words = 0 } = shape;
    expect([layers, heads, width, words]).toEqual([70, 40, 7680, 2 ** 17]);
    // 12 × layers × width², and the embeddings.
    expect((12 * layers * width ** 2 + words * width) / 1e9).toBeCloseTo(50.6, 1);
    expect([tokens, gpus, gpuHours / gpus / 24]).toEqual([569e9, 512, 53]);
  });
});
