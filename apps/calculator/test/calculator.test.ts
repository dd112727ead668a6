import { effect } from "@preact/signals";
import { answerText, estimate, type Offer } from "@tunecast/estimator";
import { isAtLeast, isWholeTotal } from "@tunecast/estimator/answer";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { bought } from "../src/budget.ts";
import { chosenOffer } from "../src/choice.ts";
import { commandText, libraryText } from "../src/commands.ts";
import { listedOffers, shownText } from "../src/offerList.ts";
import type { Counted } from "../src/tokens/fileCount.ts";
import { csv } from "../src/view/TakeAway.tsx";
import { answered, atOnce, calculatorAt } from "./calculatorAt.ts";

describe("a list that the filters empty", () => {
  it("says what there is without each of them", async () => {
    const { calculator, answer } = await answered("#v=1&find=nobody-sells-this");
    const { table } = calculator;
    expect(table.listed.value).toEqual([]);
    expect(table.filters.map(({ name, without }) => [name, without])).toEqual([["the name", answer.offers.length]]);
    table.chip({ method: "rft" });
    expect(table.filters.map(({ without }) => without)).toEqual([0, 0]);
    for (const { clear } of table.filters) clear();
    expect(table.listed.value).toHaveLength(answer.offers.length);
    expect(table.filters).toEqual([]);
  });
});

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
    calculator.form.file.clear();
    expect(calculator.question.value?.job).toMatchObject({ examples: 8000 });
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

describe("the chosen offer", () => {
  it("is the cheapest that is open, first-hand and fully priced", async () => {
    const { answer } = await answered();
    const { offer } = chosenOffer(answer, null);
    expect(offer?.lines.every(({ rate }) => rate.confidence === "primary")).toBe(true);
    expect(offer && isAtLeast(offer)).toBe(false);
    expect(offer?.breakEven).not.toBeNull();
  });

  it("is none by the hour for a few requests", async () => {
    // Too few examples for those whose untuned price is known by the request.
    const { answer } = await answered("#v=1&examples=5&tokens-per-example=100");
    expect(chosenOffer(answer, null).offer?.perThousandRequests).not.toBeNull();
  });

  it("is the named one, or another with the reason", async () => {
    const { answer } = await answered();
    const last = answer.offers.at(-1)?.id ?? "";
    expect(chosenOffer(answer, last)).toMatchObject({ offer: { id: last }, note: null });
    const refused = answer.refused[0];
    expect(chosenOffer(answer, refused?.id ?? "").note).toContain(refused?.sentence);
    expect(chosenOffer(answer, "nobody/nothing:sft").note).toContain("has no offer nobody/nothing:sft");
  });
});

describe("the list of offers", () => {
  it("holds every word that is looked for, whatever the case", async () => {
    const { answer } = await answered();
    const found = listedOffers(answer.offers, { find: "OpenAI mini", sort: "total", descending: false });
    expect(found.length).toBeGreaterThan(0);
    const words = ({ id, providerName, modelName }: Offer): string =>
      `${id} ${providerName} ${modelName}`.toLowerCase();
    expect(found.every((offer) => words(offer).includes("openai") && words(offer).includes("mini"))).toBe(true);
  });

  it.each(["total", "training", "monthly", "requests", "idle", "breakEven", "id"] as const)(
    "sorts by %s, the other way round too, without losing an offer",
    async (sort) => {
      const { answer } = await answered();
      const up = listedOffers(answer.offers, { find: "", sort, descending: false });
      const down = listedOffers(answer.offers, { find: "", sort, descending: true });
      expect(up.map(({ id }) => id).sort()).toEqual(answer.offers.map(({ id }) => id).sort());
      expect(new Set(down)).toEqual(new Set(up));
      expect(listedOffers(up.toReversed(), { find: "", sort, descending: false })).toEqual(up);
    },
  );

  it("never puts a total that leaves something out before a full one", async () => {
    const { answer } = await answered();
    const dollars = answer.offers.filter(({ total }) => total.currency === "USD");
    const whole = listedOffers(dollars, { find: "", sort: "total", descending: false }).map(isWholeTotal);
    expect(whole).toEqual(whole.toSorted((a, b) => Number(b) - Number(a)));
    expect(whole).toContain(false);
  });
});

describe("the count of the offers shown", () => {
  it.each([
    [{ shown: 12, found: 361, all: 361 }, "12 of 361 offers, cheapest first"],
    [{ shown: 361, found: 361, all: 361 }, "361 offers, cheapest first"],
    [{ shown: 12, found: 40, all: 361 }, "12 of 40 that match, of 361 offers, cheapest first"],
    [{ shown: 5, found: 5, all: 361 }, "5 that match, of 361 offers, cheapest first"],
  ])("of %j is %s", (counts, text) => {
    expect(shownText(counts, { sort: "total", descending: false })).toBe(text);
    expect(shownText(counts, { sort: "idle", descending: false })).toBe(text.replace(", cheapest first", ""));
  });
});

describe("the table as CSV", () => {
  it("has the order of the command where the reader has not sorted", async () => {
    const { calculator } = await answered();
    const ids = (): readonly string[] =>
      csv(calculator)
        .trim()
        .split("\r\n")
        .slice(1)
        .map((row) => row.split(",")[0] ?? "");
    const whole = calculator.liveAnswer.canonical()?.offers ?? [];
    expect(ids()).toEqual(whole.map(({ id }) => id));
    calculator.form.choose({ sort: "training" });
    expect(ids()).toEqual(calculator.table.listed.value.map(({ id }) => id));
  });
});

describe("the same question elsewhere", () => {
  it("is a command with every number of the question", () => {
    const question = calculatorAt("#v=1&cached-input-tokens=100&provider-epochs=1").question.value;
    if (question === null) throw new Error("There is no question.");
    expect(commandText(question, null).replaceAll(" \\\n  ", " ")).toBe(
      "npx tunecast estimate --examples 8000 --tokens-per-example 620 --epochs provider --requests 240000 " +
        "--input-tokens 900 --cached-input-tokens 100 --output-tokens 120 --months 3 --alternative few_shot " +
        "--extra-input-tokens 1860 --as-of 2026-11-24",
    );
    expect(commandText(question, "it's mine.jsonl")).toContain(String.raw`'it'\''s mine.jsonl'`);
  });

  it("is a program that gives the same bytes", () => {
    const question = calculatorAt().question.value;
    if (question === null) throw new Error("There is no question.");
    const call = /estimate\((?<asked>\{[\s\S]*\})\);$/u.exec(libraryText(question))?.groups?.["asked"] ?? "";
    const asked: unknown = JSON.parse(call.replace("prices,", "").replaceAll(/([a-zA-Z]+):/gu, '"$1":'));
    expect(answerText(estimate({ ...(asked as typeof question), prices }))).toBe(answerText(estimate(question)));
  });
});

describe("a budget", () => {
  const mini = "#v=1&examples=1000&tokens-per-example=100&epochs=3&offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft";
  const plan = async (
    asked: Parameters<typeof bought>[0],
  ): Promise<NonNullable<Awaited<ReturnType<typeof bought>>>> => {
    const found = await bought(
      asked,
      () => Promise.resolve(),
      () => false,
    );
    if (found === null) throw new Error("The plan was given up.");
    return found;
  };
  const boughtFor = async (budget: number): ReturnType<typeof plan> => {
    const { calculator, answer } = await answered(mini);
    const { offer } = calculator.choice.value;
    const question = calculator.question.value;
    if (offer === null || question === null) throw new Error("There is no offer.");
    return plan({ answer, offer, budget, question });
  };

  it("buys examples, epochs and doublings at the chosen offer", async () => {
    // The job costs $0.90 there, so $3.60 is four times its data.
    expect(await boughtFor(3.6)).toMatchObject({
      value: {
        sentence:
          "$3.60 pays for 4,000 examples × 3 epochs at GPT-4o mini (2024-07-18) on OpenAI: 2 doublings of your 1,000. " +
          "Or for your own examples in 12 epochs.",
      },
    });
    expect(await boughtFor(0.9)).toMatchObject({
      value: { sentence: expect.stringContaining("as many as your 1,000") },
    });
    expect(await boughtFor(0.45)).toMatchObject({
      value: { sentence: expect.stringContaining("500 examples × 3 epochs") },
    });
    expect(await boughtFor(0.45)).toMatchObject({
      value: { sentence: expect.stringContaining("1 doubling short of your 1,000") },
    });
  });

  it("buys no more epochs than the provider takes", async () => {
    expect(await boughtFor(200)).toMatchObject({
      value: { sentence: expect.stringMatching(/Or for your own examples in 50 epochs, the most it takes\.$/u) },
    });
  });

  it("names the ten offers with the most examples, most first, none of them without any", async () => {
    const plan = await boughtFor(200);
    if (!plan.ok) throw new Error("The budget was refused.");
    const examples = plan.value.most.map((row) => row.examples);
    expect(examples).toHaveLength(10);
    expect(examples).toEqual(examples.toSorted((a, b) => b - a));
    const none = await boughtFor(0);
    expect(none).toMatchObject({ value: { most: [], sentence: expect.stringContaining("does not pay for training") } });
  });

  it("is refused where it is no amount, and is in the currency of the offer", async () => {
    expect((await boughtFor(-1)).ok).toBe(false);
    const { calculator, answer } = await answered(mini);
    const question = calculator.question.value;
    const [offer, ...others] = answer.offers;
    if (offer === undefined || question === null) throw new Error("There is no offer.");
    const foreign = { ...offer, training: { ...offer.training, currency: "EUR" } };
    expect(
      await plan({ answer: { ...answer, offers: [foreign, ...others] }, offer: foreign, budget: 200, question }),
    ).toMatchObject({
      value: { sentence: expect.stringMatching(/^€200\.00 pays for/u), most: [{ id: foreign.id }] },
    });
  });

  it("stands in no other figure's way", async () => {
    const { calculator } = await answered(mini);
    calculator.form.type("budget", "lots");
    expect(calculator.question.value).not.toBeNull();
    expect(calculator.form.problemOf("budget")).toContain("not a number");
  });
});
