import { effect } from "@preact/signals";
import { type Offer } from "@tunecast/estimator";
import { describe, expect, it } from "vitest";
import type { Counted } from "../src/tokens/fileCount.ts";
import { answered, atOnce, calculatorAt } from "./calculatorAt.ts";

describe("the calculator", () => {
  it("answers what the library answers, in slices", async () => {
    const { calculator, answer } = await answered();
    const whole = calculator.liveAnswer.canonical();
    expect(whole).not.toBeNull();
    const byId = (offers: readonly Offer[]): readonly Offer[] => offers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(answer.offers)).toEqual(byId(whole?.offers ?? []));
    expect(answer.refused.map(({ id }) => id).sort()).toEqual(whole?.refused.map(({ id }) => id));
    expect({ ...answer, offers: [], refused: [], notices: [] }).toEqual({
      ...whole,
      offers: [],
      refused: [],
      notices: [],
    });
  });

  it("gives up a question when another is asked", async () => {
    const calculator = calculatorAt();
    let slices = 0;
    await calculator.liveAnswer.inSlices(() => {
      slices += 1;
      calculator.form.type("examples", "5");
      return Promise.resolve();
    });
    expect(slices).toBe(1);
    expect(calculator.liveAnswer.answer.value).toBeNull();
    expect(calculator.liveAnswer.isBehind.value).toBe(true);
  });

  it("says that its figures are those of an earlier question until the new ones are there", async () => {
    const { calculator } = await answered();
    expect(calculator.liveAnswer.isBehind.value).toBe(false);
    calculator.form.type("examples", "5");
    expect(calculator.liveAnswer.isBehind.value).toBe(true);
    await calculator.liveAnswer.inSlices(atOnce);
    expect(calculator.liveAnswer.isBehind.value).toBe(false);
  });

  it("is asked once for a question, and draws the offer at the top once", async () => {
    const { calculator } = await answered();
    const { question, choice, liveAnswer } = calculator;
    let asked = 0;
    let running: Promise<void> = Promise.resolve();
    const shown = new Set<unknown>();
    effect(() => {
      void question.value;
      asked += 1;
      running = liveAnswer.inSlices(atOnce, choice.peek().offer?.id);
    });
    effect(() => void shown.add(choice.value));
    await running;
    // Whoever asked in an effect and was answered is not to ask again: the page would never come to rest.
    await running;
    expect(asked).toBe(1);
    expect(shown.size).toBe(1);
    calculator.form.type("requests", "5000");
    await running;
    expect([asked, shown.size]).toEqual([2, 2]);
  });

  it("has no question while a number is missing or cannot be read", () => {
    const calculator = calculatorAt();
    calculator.form.type("examples", "");
    expect(calculator.question.value).toBeNull();
    expect(calculator.form.problemOf("examples")).toMatch(/how many examples/u);
    calculator.form.type("examples", "12x");
    expect(calculator.form.problemOf("examples")).toMatch(/not a number/u);
    calculator.form.type("examples", "12k");
    expect(calculator.form.problemOf("examples")).toBeNull();
    expect(calculator.question.value?.job).toMatchObject({ examples: 12_000 });
  });

  it("asks which of two numbers a point before three digits means, and leaves the text as it was typed", () => {
    const calculator = calculatorAt();
    calculator.form.type("examples", "8.000");
    expect(calculator.question.value).toBeNull();
    expect(calculator.form.problemOf("examples")).toMatch(/8 or 8,000/u);
    calculator.form.tidy("examples");
    expect(calculator.form.typed.value.examples).toBe("8.000");
    calculator.form.type("tokensPerExample", "431.375");
    expect(calculator.form.problemOf("tokensPerExample")).toBeNull();
    calculator.form.type("budget", "1.200");
    expect(calculator.form.problemOf("budget")).toMatch(/1.2 or 1,200/u);
    calculator.typePilot(0, "n", "1.000");
    calculator.typePilot(0, "value", "61");
    expect(calculator.form.pilots.complete.value).toEqual([]);
    expect(calculator.form.pilots.problem.value).toMatch(/^Run 1, 1.000 examples: This can be 1 or 1,000/u);
  });

  it("counts several files of lines as one, and of other kinds the first", async () => {
    const calculator = calculatorAt();
    const { file } = calculator.form;
    calculator.form.useFiles([new File(["a"], "a.jsonl"), new File(["b"], "b.ndjson"), new File(["c"], "c.csv")]);
    expect(file.state.value).toMatchObject({ name: "a.jsonl and 1 more", size: 4 });
    expect(file.leftAlone.value).toEqual(["c.csv"]);
    calculator.form.useFiles([new File(["b"], "b.csv"), new File(["c"], "c.csv")]);
    expect(file.state.value).toMatchObject({ name: "b.csv" });
    expect(file.leftAlone.value).toEqual(["c.csv"]);
  });

  it("answers roughly from the size and the first rows while a file is counted, and says so", async () => {
    const calculator = calculatorAt();
    const row = `${JSON.stringify({ prompt: "x".repeat(300), completion: "y" })}\n`;
    void calculator.form.file.use(new File([row.repeat(2000)], "rows.jsonl"));
    await expect.poll(() => calculator.form.file.rough.value).not.toBeNull();
    const { examples, tokensPerExample } = calculator.form.file.rough.value ?? { examples: 0, tokensPerExample: 0 };
    expect(examples).toBe(2000);
    expect(tokensPerExample).toBe(Math.round(row.length / 4));
    expect(calculator.question.value?.job).toMatchObject({ examples, tokensPerExample });
    calculator.form.file.clear();
    expect(calculator.question.value?.job).toMatchObject({ examples: 8000 });
  });

  it("says why the sample could not be had", async () => {
    const calculator = calculatorAt();
    await calculator.form.useSample();
    expect(calculator.form.file.state.value).toMatchObject({
      kind: "failed",
      name: "The sample",
      problem: { kind: "counting_failed", reason: "No sample is needed." },
    });
  });

  it("asks for nothing that the provider's own epochs or no traffic make needless", () => {
    const calculator = calculatorAt("#v=1&epochs=&requests=&months=&provider-epochs=1");
    expect(calculator.form.fieldProblems.value).toEqual([]);
    expect(calculator.question.value).toMatchObject({ job: { epochs: "provider" } });
    expect(calculator.question.value).not.toHaveProperty("traffic");
  });

  it("writes a problem of the estimate where the figures stand", async () => {
    const { calculator } = await answered("#v=1&examples=2.5");
    expect(calculator.choice.value.offer).toBeNull();
    expect(calculator.obstacle).toMatch(/whole number/u);
  });

  it("takes three of the reader's examples as the prompt that tuning saves, unless told", () => {
    expect(calculatorAt().question.value?.alternative).toEqual({ kind: "few_shot", extraInputTokens: 1860 });
    const told = calculatorAt("#v=1&prompt-tokens=400&instead=rag&instead-cost=0.1").question.value?.alternative;
    expect(told).toEqual({ kind: "rag", extraInputTokens: 400, monthlyCost: "0.1" });
  });

  it("replaces typed counts by counted ones and puts them away again", async () => {
    const profile = {
      schemaVersion: 1,
      format: "chat-sft",
      bytes: 10,
      rows: 2,
      examples: 2,
      badRows: 1,
      messages: 4,
      modelTurns: 2,
      images: 0,
      natures: { "chat-sft": "chat" },
      counts: {
        "plain/o200k_base": {
          exact: true,
          tokens: [
            [5, 1],
            [7, 1],
          ],
          trainable: [[2, 2]],
          prompt: [[4, 2]],
          recounted: [[6, 2]],
        },
      },
      findings: [],
    } as const;
    const counted: Counted = { profile, findings: [], missed: [] };
    const calculator = calculatorAt("", (() =>
      Promise.resolve({ ok: true, value: counted })) as unknown as () => Promise<never>);
    await calculator.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3 });
    expect(calculator.form.promptTokens.value).toBe(18);
    expect(calculator.form.address.value).toBe("#v=1");
    await calculator.liveAnswer.inSlices(atOnce);
    expect(calculator.reading.value.partOnly).toBe(true);
    await calculator.form.validation.use(new File(["{}"], "scored.jsonl"));
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3, validation: { profile } });
    calculator.form.type("evaluations", "4");
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3, validation: { profile }, evaluations: 4 });
    // What is typed beside it stands in no other figure's way.
    calculator.form.type("evaluations", "often");
    expect(calculator.form.fieldProblems.value).toEqual([]);
    expect(calculator.form.problemOf("evaluations")).toContain("not a number");
    calculator.form.file.clear();
    expect(calculator.question.value?.job).toEqual({ examples: 8000, tokensPerExample: 620, epochs: 3 });
  });

  it("ends a count that is cancelled, and says why one broke off", async () => {
    let aborted = false;
    const calculator = calculatorAt("", ((_file: unknown, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener("abort", () => (aborted = true));
      return new Promise(() => undefined);
    }) as unknown as () => Promise<never>);
    void calculator.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(calculator.form.file.state.value.kind).toBe("counting");
    calculator.form.file.clear();
    expect(aborted).toBe(true);
    const broken = calculatorAt("", () => Promise.reject(new Error("offline")));
    await broken.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(broken.form.file.state.value).toMatchObject({
      kind: "failed",
      problem: { kind: "counting_failed", reason: "offline" },
    });
  });

  it("gives the pilots to the model at the top and to no other", async () => {
    const { calculator } = await answered();
    calculator.typePilot(0, "n", "500");
    calculator.typePilot(0, "value", "61");
    const model = calculator.choice.value.offer?.model;
    expect(calculator.form.choices.value.pilotModel).toBe(model);
    calculator.form.choose({ offer: calculator.table.listed.value.find((offer) => offer.model !== model)?.id ?? null });
    calculator.typePilot(1, "n", "1000");
    expect(calculator.form.choices.value.pilotModel).toBe(model);
    await calculator.form.pilots.loadFit();
    calculator.typePilot(1, "value", "66");
    expect(calculator.quality.value).toMatchObject({ ok: true, value: { next: null, tested: [500, 1000] } });
  });

  it("says which way it took where the runs fall and no metric was chosen, and what is odd about a target", async () => {
    const { calculator } = await answered();
    await calculator.form.pilots.loadFit();
    const notes = (): string => {
      const quality = calculator.quality.value;
      return quality?.ok === true ? quality.value.notes.join(" ") : "";
    };
    for (const [row, [n, value]] of [
      ["500", "2.1"],
      ["1000", "1.9"],
    ].entries()) {
      calculator.typePilot(row, "n", n ?? "");
      calculator.typePilot(row, "value", value ?? "");
    }
    expect(notes()).toContain("higher values are taken to be");
    calculator.form.choose({ metric: "loss" });
    calculator.form.type("target", "3");
    expect(notes()).not.toContain("higher values are taken to be");
    expect(notes()).toContain("already past the target 3");
  });
});
