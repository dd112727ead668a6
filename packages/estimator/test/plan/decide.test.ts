import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decide,
  estimate,
  type CardRun,
  type DecidedWay,
  type Decision,
  type DecisionQuestion,
  type Question,
} from "../../src/index.ts";
import { asOf, job } from "../ask.ts";
import { book, model, rate } from "../book.ts";

/** Training $0.9; tuned $0.3 and $1.2, untuned $0.15 and $0.6 a million tokens. */
const question: Question = {
  asOf,
  prices: book([model()]),
  job,
  traffic: { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 },
};
const fewShot = { kind: "few_shot", extraInputTokens: 2000 } as const;

function decided(more: Partial<DecisionQuestion> = {}): Decision {
  const found = decide({ question, ways: [fewShot], ...more });
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

function tuned({ ways }: Decision): DecidedWay & { readonly against: NonNullable<DecidedWay["against"]> } {
  const way = ways.find(({ kind }) => kind === "tuned");
  if (way?.against == null) throw new Error("No tuned way.");
  return { ...way, against: way.against };
}

function way(decision: Decision, id: string): DecidedWay {
  const found = decision.ways.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No way ${id}.`);
  return found;
}

describe("decide: two rates", () => {
  it("prices each way by its own tokens and rates", () => {
    const decision = decided();
    // 10,000 × (2,200 × 0.15 + 50 × 0.6) / 1e6 and 10,000 × (200 × 0.3 + 50 × 1.2) / 1e6
    expect(way(decision, "few_shot").monthly.amount).toBe("3.6");
    expect(tuned(decision).monthly.amount).toBe("1.2");
    expect(tuned(decision).once.amount).toBe("0.9");
    expect(tuned(decision).total.amount).toBe("15.3");
  });

  it("pays back after F / (s · requests − H) months, and says the day", () => {
    const { against } = tuned(decided());
    // 0.9 / (3.6 − 1.2) months of 730 hours: 11.4 days
    expect(against.months).toBeCloseTo(0.375, 1);
    expect(against).toMatchObject({
      verdict: "pays",
      day: "2026-02-13",
      once: "0.9",
      savedPerMonth: "2.4",
    });
  });

  it("holds a minimum per job, an hourly deployment and a cached prefix in closed form", () => {
    const rates = [
      rate("training", "3"),
      rate("minimum", "4", { per: "job" }),
      rate("hosting", "0.01", { per: "hour" }),
      rate("base_cached_input", "0.06"),
      ...model().rates!.filter(({ kind }) => kind !== "training"),
    ];
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const entry = model({ rates, offers, serving: [{ tag: "per_token" }, { tag: "hosting" }] });
    const asked = { ...question, prices: book([entry]) };
    const decision = decided({ question: asked, ways: [{ ...fewShot, cachedInputTokens: 2000 }] });
    const { once, monthly, against } = tuned(decision);
    expect(once.amount).toBe("4");
    // 1.2 for the requests, and 730 hours at 0.01
    expect(monthly.amount).toBe("8.5");
    // 3.6 less 10,000 × 2,000 cached tokens at 0.15 − 0.06 a million
    expect(way(decision, "few_shot").monthly.amount).toBe("1.8");
    // H / s: 7.3 dollars over 0.00006 a request
    expect(against).toMatchObject({ verdict: "never", months: null, requestsPerMonth: 121_667 });
  });

  it("holds the way of today against itself with nothing", () => {
    expect(way(decided(), "few_shot").against).toBeNull();
  });

  it("never pays back where a request costs more", () => {
    const { against } = tuned(decided({ ways: [{ kind: "prompt" }] }));
    expect(against).toMatchObject({ verdict: "never", months: null, day: null, requestsPerMonth: null, high: null });
  });

  it("bills the whole month of `estimate`, to the last digit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e7 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 5000 }),
        (requestsPerMonth, outputTokens, extra, inputTokens) => {
          const cachedInputTokens = Math.floor(inputTokens / 3);
          const traffic = { requestsPerMonth, inputTokens, outputTokens, cachedInputTokens, months: 2 };
          const decision = decided({
            question: { ...question, traffic },
            ways: [{ ...fewShot, extraInputTokens: extra }],
          });
          const monthly =
            (requestsPerMonth * ((inputTokens - cachedInputTokens) * 3 + cachedInputTokens * 1.5 + outputTokens * 12)) /
            1e7;
          expect(Number(tuned(decision).monthly.amount)).toBeCloseTo(monthly, 6);
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });
});

describe("decide: hosting", () => {
  const hosted = model({
    serving: [{ tag: "per_token" }, { tag: "hosting" }],
    rates: [...(model().rates ?? []), rate("hosting", "0.01", { per: "hour" })],
  });
  const asked = { question: { ...question, prices: book([hosted]) } };

  it("needs H / s requests a month before a month costs no more", () => {
    const { against } = tuned(decided(asked));
    // Hosting 730 × 0.01 = 7.3; a request saves 0.00036 − 0.00012
    expect(against.requestsPerMonth).toBe(Math.ceil(7.3 / 0.00024));
    expect(against.verdict).toBe("never");
  });

  it("pays back once the traffic grows beyond that", () => {
    const { against } = tuned(decided({ ...asked, traffic: { growthPerMonth: 0.2 } }));
    expect(against.verdict).toBe("pays");
    expect(against.months).toBeGreaterThan(6);
    const grown = tuned(decided({ ...asked, traffic: { growthPerMonth: 0.4 } }));
    expect(grown.against.months).toBeLessThan(against.months ?? 0);
  });
});

describe("decide: what surrounds the run", () => {
  it("buys labels for the examples that are missing, and for no owned one", () => {
    const decision = decided({ project: { examplesOwned: 600, labelCost: "0.5" } });
    expect(tuned(decision).once.amount).toBe("200.9");
    expect(tuned(decided({ project: { examplesOwned: 5000, labelCost: "0.5" } })).once.amount).toBe("0.9");
  });

  it("lets a teacher write them at its own rates", () => {
    const teacher = { model: { input: 2, output: 8 }, inputTokens: 500, outputTokens: 100, samplesPerKept: 3 };
    // 1,000 × 3 × (500 × 2 + 100 × 8) / 1e6
    expect(tuned(decided({ project: { teacher } })).once.amount).toBe("6.3");
  });

  it("bills evaluation, rounds, failed runs, fees and retraining", () => {
    const project = {
      evaluation: { items: 100, models: 2, costPerItem: "0.02" },
      tuningRounds: 3,
      failedRuns: "0.1",
      platformFee: "10",
      platformFeePerMonth: "2",
      retrainEveryMonths: 3,
      monitoringItemsPerMonth: 50,
    };
    const { once, monthly, lines } = tuned(decided({ project }));
    // 0.9 + 2 × 0.9 + 0.1 × 0.9 × 3 + 100 × 2 × 0.02 + 10; 1.2 + 0.3 + 50 × 0.02 + 2
    expect(once.amount).toBe("16.97");
    expect(monthly.amount).toBe("4.5");
    const added = lines.filter(({ period }) => period === "once").reduce((all, { amount }) => all + Number(amount), 0);
    expect(added).toBeCloseTo(16.97, 9);
  });

  it("says which parts of a project nobody stated", () => {
    expect(decided().leftOut).toEqual(["labels", "evaluation", "tuning_rounds", "monitoring"]);
    expect(decided({ project: { labelCost: "1", tuningRounds: 2 } }).leftOut).toEqual(["evaluation", "monitoring"]);
  });
});

describe("decide: the cache", () => {
  const cached = model({ rates: [...(model().rates ?? []), rate("base_cached_input", "0.015")] });
  const asked = { question: { ...question, prices: book([cached]) } };

  it("takes the discount off what is stated to be cached", () => {
    const decision = decided({ ...asked, ways: [{ ...fewShot, cachedInputTokens: 2000 }] });
    // 10,000 × (200 × 0.15 + 2,000 × 0.015 + 50 × 0.6) / 1e6
    expect(way(decision, "few_shot").monthly.amount).toBe("0.9");
    expect(tuned(decision).against.verdict).toBe("never");
    expect(tuned(decision).against.withCaching).toBeNull();
  });

  it("says where caching removes the case for tuning", () => {
    const { against } = tuned(decided(asked));
    expect(against.verdict).toBe("pays");
    expect(against.withCaching).toEqual({ cachedTokens: 2000, verdict: "never", months: null });
  });
});

describe("decide: other ways", () => {
  it("prices chains, retrieval and another model", () => {
    const decision = decided({
      ways: [
        { kind: "chain", calls: 3 },
        {
          kind: "rag",
          extraInputTokens: 1000,
          embedding: { perMillion: "0.02", documentTokens: 5e6, queryTokens: 30 },
          monthly: "25",
        },
        { kind: "larger_model", model: { input: 2.5, output: 10 } },
        { kind: "scratch", model: { input: 0, output: 0 }, once: "1000000", monthly: "5000" },
      ],
    });
    expect(way(decision, "chain").monthly.amount).toBe("1.8");
    expect(way(decision, "rag").once.amount).toBe("0.1");
    // 10,000 × (1,200 × 0.15 + 50 × 0.6 + 30 × 0.02) / 1e6 + 25
    expect(way(decision, "rag").monthly.amount).toBe("27.106");
    expect(way(decision, "larger_model").monthly.amount).toBe("10");
    expect(way(decision, "scratch").total.amount).toBe("1060000");
    expect(decision.today).toBe("chain");
    expect(decision.ways.map(({ total }) => Number(total.amount))).toEqual(
      decision.ways.map(({ total }) => Number(total.amount)).toSorted((a, b) => a - b),
    );
  });

  it("compares qualities of one metric only, and knows when it does not know", () => {
    const score = (low: number, high: number, metric = "accuracy") =>
      ({ score: (low + high) / 2, low, high, metric, known: "measured" }) as const;
    const id = "acme/small:sft";
    const against = (quality: DecisionQuestion["quality"]) =>
      tuned(decided({ quality: quality ?? {} })).against.quality;
    expect(against({})).toBe("unknown");
    expect(against({ [id]: score(0.8, 0.85), few_shot: score(0.7, 0.75) })).toBe("better");
    expect(against({ [id]: score(0.6, 0.65), few_shot: score(0.7, 0.75) })).toBe("worse");
    expect(against({ [id]: score(0.7, 0.78), few_shot: score(0.75, 0.8) })).toBe("close");
    expect(against({ [id]: score(0.7, 0.78), few_shot: score(0.75, 0.8, "F1") })).toBe("not_comparable");
  });

  it("refuses a way alone where its model is not known, with the near names", () => {
    const decision = decided({ ways: [fewShot, { kind: "larger_model", model: "acme/smal" }] });
    expect(decision.refused).toEqual([
      {
        id: "larger_model",
        reason: { kind: "unknown_model", field: "ways.1.model", model: "acme/smal", known: ["acme/small"] },
      },
    ]);
  });
});

describe("decide: ranges", () => {
  const uncertain = {
    traffic: {
      requestsPerMonth: { low: 6000, typical: 10_000, high: 18_000 },
      inputTokens: { low: 150, typical: 200, high: 300 },
      outputTokens: { low: 40, typical: 50, high: 80 },
    },
    project: { labelCost: { low: "0.01", typical: "0.02", high: "0.05" } },
  } as const;

  it("says the same for the same seed, and echoes it", () => {
    expect(decided({ ...uncertain, seed: 5 })).toEqual(decided({ ...uncertain, seed: 5 }));
    expect(decided({ ...uncertain, seed: 5 }).seed).toBe(5);
  });

  it("holds the truth in 80 of 100 cases, where truth is drawn as stated", () => {
    const decision = decided(uncertain);
    const { low, high } = tuned(decision).total;
    let state = 12_345;
    const uniform = (): number => {
      state = (1_103_515_245 * state + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const peak = (a: number, b: number, c: number): number => {
      const u = uniform();
      return u < (b - a) / (c - a) ? a + Math.sqrt(u * (c - a) * (b - a)) : c - Math.sqrt((1 - u) * (c - a) * (c - b));
    };
    const cases = 4000;
    let held = 0;
    for (let one = 0; one < cases; one += 1) {
      const requests = peak(6000, 10_000, 18_000);
      const month = (requests * (peak(150, 200, 300) * 0.3 + peak(40, 50, 80) * 1.2)) / 1e6;
      const truth = 0.9 + 1000 * peak(0.01, 0.02, 0.05) + 12 * month;
      if (truth >= Number(low) && truth <= Number(high)) held += 1;
    }
    expect(held / cases).toBeGreaterThan(0.77);
    expect(held / cases).toBeLessThan(0.83);
  });

  it("names the input that decides, where that is known by construction", () => {
    const wide = decided({
      project: { labelCost: { low: "0.1", high: "5" } },
      traffic: { inputTokens: { low: 199, high: 201 } },
    });
    expect(wide.influences[0]).toMatchObject({ input: "project.labelCost" });
    expect(wide.influences[0]?.share).toBeGreaterThan(0.99);
    const sum = wide.influences.reduce((all, { share }) => all + share, 0);
    expect(sum).toBeCloseTo(1, 9);
  });

  it("gives each of two inputs its share of the variance", () => {
    // Both add up: 1,000 × label cost, and 1,000 × 1 × the teacher's input tokens; the same width in dollars.
    const decision = decided({
      project: {
        labelCost: { low: "1", high: "2" },
        platformFee: { low: "0", high: "2000" },
      },
    });
    const shares = Object.fromEntries(decision.influences.map(({ input, share }) => [input, share]));
    expect(shares["project.platformFee"]).toBeCloseTo(0.8, 1);
    expect(shares["project.labelCost"]).toBeCloseTo(0.2, 1);
  });
});

describe("decide: what cannot be answered", () => {
  it.each([
    [{ question: { ...question, traffic: { ...question.traffic!, requestsPerMonth: 0 } } }, "no_traffic"],
    [{ project: { labelCost: { low: "2", high: "1" } } }, "contradictory_range"],
    [{ project: { labelCost: "-1" } }, "wrong_kind"],
    [{ project: { failedRuns: 1.5 } }, "out_of_range"],
    [{ today: "rag" }, "unknown_way"],
    [{ offers: ["acme/large:sft"] }, "unknown_offer"],
    [{ ways: [{ kind: "magic" }] }, "wrong_kind"],
  ] as [Partial<DecisionQuestion>, string][])("case %#: a problem by its kind", (more, kind) => {
    const found = decide({ question, ways: [fewShot], ...more });
    expect(found).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe("decide: runs on cards", () => {
  const [offer] = estimate(question).offers;
  if (offer === undefined) throw new Error("No offer.");
  const own: CardRun = {
    kind: "own_gpus",
    offer: {
      ...offer,
      id: "self-hosted/llama:lora@h100",
      modelName: "Llama",
      variant: "h100",
      training: { amount: "2", currency: "USD" },
      trainingRange: { low: "1", high: "4" },
      monthly: { amount: "1.1", currency: "USD" },
    },
  };

  it("are paid once for the training, and by the month whatever the traffic", () => {
    const decision = decided({ onCards: [own, { ...own, kind: "scratch", offer: { ...own.offer, id: "scratch" } }] });
    expect(way(decision, own.offer.id)).toMatchObject({
      kind: "own_gpus",
      name: "Llama on h100",
      once: { amount: "2" },
      monthly: { amount: "1.1", low: "1.1", high: "1.1" },
      total: { amount: "15.2" },
      perThousandRequests: "0",
    });
    // 2 / (3.6 − 1.1)
    expect(way(decision, own.offer.id).against).toMatchObject({ verdict: "pays", months: 0.8 });
    expect(way(decision, "scratch").kind).toBe("scratch");
  });

  it("bear labels and rounds; a model from scratch learns from no labelled example", () => {
    const project = { labelCost: "0.1", tuningRounds: 3 };
    const runs: CardRun[] = [own, { kind: "scratch", offer: { ...own.offer, id: "scratch" } }];
    const decision = decided({ project, onCards: runs });
    // 2 + 2 × 2 + 100 × 0.1 labels
    expect(way(decision, own.offer.id).once.amount).toBe(
      String(6 + 0.1 * ("examples" in question.job ? question.job.examples : 0)),
    );
    expect(way(decision, "scratch").once.amount).toBe("2");
  });

  it("are all there is where data may not leave; what would send them away is refused with that reason", () => {
    const decision = decided({ dataStays: true, onCards: [own] });
    expect(decision.ways.map(({ kind }) => kind)).toEqual(["own_gpus"]);
    expect(decision.refused).toEqual([{ id: "few_shot", reason: { kind: "data_may_not_leave" } }]);
    expect(decide({ question, ways: [fewShot], dataStays: true })).toMatchObject({
      ok: false,
      problem: { kind: "nothing_stays", field: "onCards" },
    });
  });

  it("without a known month of use are refused alone", () => {
    const decision = decided({ onCards: [{ ...own, offer: { ...own.offer, monthly: null } }] });
    expect(decision.refused).toEqual([{ id: own.offer.id, reason: { kind: "month_unknown", offer: own.offer.id } }]);
  });
});

describe("decide: passes and prices that are not certain", () => {
  // Typed tokens make the training up to 13 % dearer, whatever else is not certain.
  const lineOf = (decision: Decision, id: string, kind: string) =>
    way(decision, id).lines.find((line) => line.kind === kind);

  it("range the training by its own bills, with every run that hangs on it", () => {
    const project = { tuningRounds: 3, retrainEveryMonths: 6 };
    const decision = decided({ training: { epochs: { low: 1, high: 6 } }, project });
    const { id } = tuned(decision);
    expect(lineOf(decision, id, "training")).toMatchObject({ amount: "0.9", low: "0.3", high: "2.034" });
    expect(lineOf(decision, id, "tuning_rounds")).toMatchObject({ amount: "1.8", low: "0.6", high: "4.068" });
    expect(lineOf(decision, id, "retraining")).toMatchObject({ amount: "0.15", low: "0.05", high: "0.339" });
    expect(decision.influences.map(({ input }) => input)).toEqual([`epochs.${id}`, `training.${id}`]);
  });

  it("range every listed price alike, and nothing that is stated", () => {
    const decision = decided({ training: { priceFactor: { low: 0.8, high: 1.2 } }, project: { labelCost: "0.5" } });
    const { id } = tuned(decision);
    expect(lineOf(decision, id, "training")).toMatchObject({ amount: "0.9", low: "0.72", high: "1.2204" });
    expect(lineOf(decision, "few_shot", "extra_prompt")).toMatchObject({ amount: "3", low: "2.4", high: "3.6" });
    const labels = lineOf(decision, id, "labels");
    expect([labels?.low, labels?.high]).toEqual([labels?.amount, labels?.amount]);
    expect(decision.influences[0]?.input).toBe("prices.factor");
  });

  it("change no line where they are certain", () => {
    const lines = ({ ways }: Decision) => ways.map((one) => [one.id, one.lines, one.total.amount]);
    expect(lines(decided({ training: { epochs: 3, priceFactor: 1 } }))).toEqual(lines(decided()));
  });

  it("range a run on cards by its passes, since its hours grow no faster", () => {
    const [bill] = estimate(question).offers;
    if (bill === undefined) throw new Error("No offer.");
    const offer = { ...bill, id: "own/cards" };
    const onCards = [{ kind: "own_gpus", offer }] as const;
    const decision = decided({ onCards, training: { epochs: { low: 2, high: 6 } } });
    expect(lineOf(decision, "own/cards", "training")).toMatchObject({ amount: "0.9", low: "0.6", high: "2.034" });
  });
});

describe("decide: bad input", () => {
  const { traffic } = question;
  const offerLess = { lines: 5 };
  it.each([
    [
      { question: { ...question, traffic: { ...traffic, requestsPerMonth: 0 } } },
      "no_traffic",
      "question.traffic.requestsPerMonth",
    ],
    [{ question: { ...question, traffic: undefined } }, "no_traffic", "question.traffic.requestsPerMonth"],
    [{ project: { labelCost: "-0.1" } }, "wrong_kind", "project.labelCost"],
    [{ project: { labelCost: { low: "2", high: "1" } } }, "contradictory_range", "project.labelCost"],
    [
      { traffic: { requestsPerMonth: { low: 5, typical: 9, high: 7 } } },
      "contradictory_range",
      "traffic.requestsPerMonth",
    ],
    [{ ways: [{ kind: "luck" }] }, "wrong_kind", "ways.0.kind"],
    [{ ways: [{ kind: "prompt", model: { input: "-1", output: "2" } }] }, "wrong_kind", "ways.0.model.input"],
    [{ ways: [{ kind: "prompt", model: "nobody/none" }], today: "rag" }, "unknown_way", "today"],
    [{ project: { failedRuns: 2 } }, "out_of_range", "project.failedRuns"],
    [{ seed: -1 }, "out_of_range", "seed"],
    [{ training: { epochs: { low: 4, high: 6 } } }, "contradictory_range", "training.epochs"],
    [{ training: { epochs: { low: 0, high: 6 } } }, "out_of_range", "training.epochs.low"],
    [{ training: { epochs: { low: 1, high: 2.5 } } }, "not_whole", "training.epochs.high"],
    [{ training: { priceFactor: { low: 1.1, high: 1.2 } } }, "contradictory_range", "training.priceFactor"],
    [{ offers: ["acme/none:sft"] }, "unknown_offer", "offers"],
    [{ onCards: [{ kind: "own_gpus", offer: offerLess }] }, "wrong_kind", "onCards.0.offer"],
    [{ dataStays: "yes" }, "wrong_kind", "dataStays"],
    [
      { quality: { few_shot: { score: "good", metric: "accuracy", known: "measured" } } },
      "not_number",
      "quality.few_shot.score",
    ],
  ])("%j is a problem of its kind at its field", (more, kind, field) => {
    const found = decide({ question, ways: [fewShot], ...more } as never);
    const problem: Readonly<Record<string, unknown>> = found.ok ? {} : found.problem;
    expect(problem["kind"]).toBe(kind);
    expect(problem["field"] ?? problem["path"]).toBe(field);
  });
});
