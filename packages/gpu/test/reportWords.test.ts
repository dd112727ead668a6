import { describe, expect, it } from "vitest";
import type { GpuOffer, SelfHostAnswer } from "../src/answer.ts";
import { changeText, gpuReport, type GpuShown } from "../src/words/report.ts";
import { answer } from "./asked.ts";
import { book, rate } from "./book.ts";

const whole = answer({ gpu: "h100-sxm-80", failedShare: 0 });

/** Everything that a report says, its headline first. */
function said(more: Partial<SelfHostAnswer> = {}, shown: GpuShown = {}): string {
  const { headline, figures, blocks } = gpuReport({ ...whole, ...more }, shown);
  return JSON.stringify([headline, figures, blocks]);
}
const headline = (more: Partial<SelfHostAnswer> = {}): string => gpuReport({ ...whole, ...more }).headline;
const [first] = whole.cost?.offers ?? [];
function offer(more: Partial<GpuOffer>): GpuOffer {
  if (first === undefined) throw new Error("no offer");
  return { ...first, ...more };
}
const cost = (...offers: readonly GpuOffer[]): Pick<SelfHostAnswer, "cost"> => ({
  cost: whole.cost && { ...whole.cost, offers, market: null, owned: null },
});

describe("the first sentence", () => {
  it("begins with the price where the card is rented, with the verdict where it is not", () => {
    const at = (more: Partial<SelfHostAnswer>): string => headline(more).split(",")[0] ?? "";
    expect(at({})).toMatch(/^From \$[\d.]+ on 1 × H100 SXM 80GB at example$/u);
    expect(at({ verdict: "fits", ...cost() })).toBe("Fits 1 × H100 SXM 80GB");
    expect(at({ verdict: "tight", ...cost() })).toBe("May fit 1 × H100 SXM 80GB");
    expect(headline({ verdict: "no", ...cost() })).toMatch(/^Does not fit 1 × H100 SXM 80GB\. /u);
    expect(at({ verdict: "fits", hours: null, ...cost() })).not.toContain("hour");
    expect(at({ gpus: 2, sharding: "fsdp", ...cost() })).toBe("Fits 2 × H100 SXM 80GB (fsdp)");
    // An offer of as many of the same card, not of another.
    expect(at({ ...cost(offer({ gpus: 8 })) })).toMatch(/^Fits 1 × /u);
    expect(at({ ...cost(offer({ gpu: "rtx-4090-24" })) })).toMatch(/^Fits 1 × /u);
  });

  it("says how many in ten such runs fit where that is not sure, one to nine", () => {
    const inTen = (chance: number): string | undefined =>
      /about (\d+) in 10/u.exec(headline({ verdict: "tight", chance }))?.[1];
    expect([0.001, 0.14, 0.55, 0.94, 0.99].map(inTen)).toEqual(["1", "1", "6", "9", "9"]);
    expect(headline({ verdict: "fits", chance: 0.96 })).not.toContain("in 10");
  });

  it("names the model by its parameters, and those at work where they are fewer", () => {
    const model = (parameters: number, active: number): string =>
      /m \((.*?) parameters(.*?)\), qlora/u
        .exec(headline({ model: { id: "m", parameters, active } }))
        ?.slice(1)
        .join("|") ?? "";
    expect(model(8.03e9, 8.03e9)).toBe("8.03B|");
    expect(model(9.99e9, 1e9)).toBe("9.99B|, 1.00B active");
    expect(model(1e10, 1e10)).toBe("10.0B|");
    const { headline: guessed } = gpuReport({ ...whole, unmeasured: ["shape"] });
    expect(guessed).toContain("(about 8.03B parameters)");
  });

  it("says what a card has of what it needs, with the range", () => {
    const memory = { ...whole.memory, totalGiB: 12.34, low: 10.06, high: 14.05 };
    expect(headline({ memory })).toContain("needs 12.3 of 80 GiB a card (10.1 to 14.1)");
    expect(headline({ memory, fits: [] })).toContain("needs 12.3 GiB a card");
  });

  it("names the cheapest way where that is on other cards, and says where few clouds rent them", () => {
    const own = offer({ cloud: "own" });
    const other = (cloud: string, age = 3): GpuOffer =>
      offer({ cloud, gpu: "rtx-4090-24", age, total: { amount: "1.00", currency: "USD" }, hours: 2 });
    expect(headline(cost(own, other("a")))).not.toContain("Cheapest of all");
    const lone = headline(cost(other("a"), own));
    expect(lone).toContain("Cheapest of all: $1.00 on 1 × rtx-4090-24, which few clouds rent, at a, 2 h.");
    expect(headline(cost(other("a"), other("b"), own))).toContain("few clouds");
    expect(headline(cost(other("a"), other("b"), other("c"), own))).not.toContain("few clouds");
    expect(headline(cost(other("a"), other("b"), other("c", 61), own))).toContain("few clouds");
  });

  it("says first what the figures leave out", () => {
    const note = (kind: string) => ({ kind, sentence: `About ${kind}.` });
    const assumptions = [note("defaults"), note("not_counted"), note("unknown_family"), note("shape_of_size")];
    const report = gpuReport({ ...whole, assumptions });
    expect(report.headline).toMatch(/^About not_counted\. About unknown_family\. About shape_of_size\. From /u);
    expect(JSON.stringify(report.blocks)).toContain("About defaults.");
    expect(JSON.stringify(report.blocks)).not.toContain("About not_counted.");
  });
});

describe("the figures", () => {
  it("are memory, hours where there are some, and the cheapest price", () => {
    const figures = (more: Partial<SelfHostAnswer>) => gpuReport({ ...whole, ...more }).figures.map(({ id }) => id);
    expect(figures({})).toEqual(["memory", "hours", "dollars"]);
    expect(figures({ hours: null })).toEqual(["memory", "dollars"]);
    expect(figures({ cost: null })).toEqual(["memory", "hours"]);
    const { value, range } =
      gpuReport({ ...whole, memory: { ...whole.memory, totalGiB: 5.04, low: 4.06, high: 6 } }).figures[0] ?? {};
    expect([value, range]).toEqual(["5.0 GiB", "4.1 to 6.0 GiB"]);
  });
});

describe("the memory of a card by part", () => {
  const memory = (parts: Partial<SelfHostAnswer["memory"]["parts"]>, notAtOnce: number): string => {
    const zero = { weights: 0, gradients: 0, optimizer: 0, adapters: 0, activations: 0, logits: 0, overhead: 0 };
    const own = { ...whole.memory, parts: { ...zero, ...parts }, notAtOnce };
    return /Memory of each card, GiB: (.*?)\.(?=")/u.exec(said({ memory: own }))?.[1] ?? "";
  };

  it("leaves out what is less than a hundredth, and adds up", () => {
    expect(memory({ weights: 4.999, logits: 0.0049, adapters: 0.005 }, 0)).toBe("weights 5.00, adapters 0.01");
    expect(memory({ weights: 5 }, 0.5)).toBe("weights 5.00, less 0.50 that is never held at the same time");
    expect(memory({ weights: 5 }, -0.25)).toBe("weights 5.00, and 0.25 during the optimizer's step");
    expect(memory({ weights: 5 }, 0.004)).toBe("weights 5.00");
    expect(memory({ weights: 5 }, -0.004)).toBe("weights 5.00");
  });

  it("calls what is trained of a head by its name", () => {
    const head = { input: { ...whole.input, method: "head" as const } };
    expect(said(head)).toContain("trained head ");
    expect(said(head)).not.toContain("adapters 0");
    expect(said({})).toContain("adapters 0");
  });
});

describe("the speed of a card", () => {
  it("is said with its range, its share of the peak and the work of the whole", () => {
    const throughput = { ...whole.throughput, tokensPerSecondPerGpu: 1234.4, low: 999.6, high: 2000, mfu: 0.4149 };
    const text = said({ throughput, flops: 1.26e18 });
    expect(text).toContain("Speed of each card: 1,234 tokens a second (1,000 to 2,000), 41 % of its peak (MFU)");
    expect(text).toContain("; 1.3e18 model FLOPs in all, without recomputation.");
    expect(said({ throughput, flops: null })).toContain("peak (MFU).");
    expect(said({ verdict: "no" })).not.toContain("Speed of each card");
  });

  it("sets small what was assumed and what can be slower, and cites every source once", () => {
    const slower = [{ cause: "rows_padded", factor: 2 }] as const;
    const { blocks, sources } = gpuReport({ ...whole, slower, sources: ["https://example.com/a"] });
    const items = blocks.flatMap((block) => (block.kind === "notes" ? block.items : []));
    const small = (begins: string) => items.find(({ text }) => text.startsWith(begins))?.small ?? false;
    expect([small("Taken as usual"), small("It would be slower with"), small("Speed of each card")]).toEqual([
      true,
      true,
      false,
    ]);
    const addresses = sources.map((source) => JSON.stringify(source));
    expect(addresses.filter((source) => source.includes("https://example.com/prices"))).toHaveLength(1);
    expect(addresses.filter((source) => source.includes("https://example.com/a"))).toHaveLength(1);
  });

  it("is slower by causes, and less sure by what nobody measured", () => {
    const slower = [
      { cause: "rows_padded", factor: 1.26 },
      { cause: "no_autocast", factor: 2 },
    ] as const;
    expect(said({ slower })).toContain(
      "It would be slower with rows padded to the longest (× 1.3), no autocast (neither bf16 nor fp16) (× 2.0).",
    );
    expect(said({ slower: [] })).not.toContain("slower with");
    expect(said({ unmeasured: ["framework", "card", "experts", "host"] })).toContain(
      "Few or no measured runs of: the framework on such cards (--framework names it), cards of this generation, mixtures of experts, Windows. The ranges are wider for it.",
    );
    expect(said({ unmeasured: [] })).not.toContain("measured runs");
  });
});

describe("what is said of the cards", () => {
  const fit = (gpu: string, memoryGiB: number, verdict: "fits" | "tight" | "no", change?: object | null) => ({
    gpu,
    gpus: 1,
    memoryGiB,
    totalGiB: 20.06,
    chance: 1,
    verdict,
    ...(change !== undefined && { change: change as never }),
  });
  const change = { options: { loss: "fused", gpus: 2 }, gpus: 2, totalGiB: 9, timeFactor: 1 };

  it("are the three smallest of those that fit", () => {
    const fits = [
      fit("d", 80, "fits"),
      fit("b", 24, "fits"),
      fit("c", 48, "fits"),
      fit("a", 16, "no"),
      fit("e", 99, "fits"),
    ];
    expect(said({ fits })).toContain("4 of 5 cards fit, the smallest: 1 × b, 1 × c, 1 × d.");
    expect(said({ fits: [fit("a", 16, "no"), fit("t", 16, "tight")] })).toContain("None of 2 cards takes it as it is.");
    expect(said({ fits: [fit("a", 16, "no")] })).toContain("None of 1 card takes it as it is.");
  });

  it("is what would make the run fit, where it does not: as options, or in the keys of a config", () => {
    const fits = [fit("h100-sxm-80", 80, "no", change), fit("b", 24, "fits")];
    const no = { verdict: "no", fits } as const;
    expect(said(no)).toContain("What would make it fit: --loss fused --gpus 2");
    expect(said(no, { inKeys: () => ["cut_cross_entropy: true", "2 cards"] })).toContain(
      "What would make it fit: cut_cross_entropy: true, 2 cards",
    );
    expect(said(no, { inKeys: () => undefined })).toContain("What would make it fit: --loss fused --gpus 2");
    expect(said({ verdict: "fits", fits })).not.toContain("What would make it fit");
    const none = { verdict: "no", fits: [fit("h100-sxm-80", 80, "no", null)] } as const;
    expect(said(none)).toContain("No setting alone makes it fit");
    expect(said({ ...none, verdict: "tight" })).not.toContain("No setting alone");
    expect(said(no)).not.toContain("No setting alone");
  });

  it("are all of them with what each needs, where all are asked for", () => {
    const fits = [fit("a", 15.9, "no", change), { ...fit("b", 24, "tight", null), gpus: 2 }, fit("c", 48, "fits")];
    const cells = (shown: GpuShown) => {
      const table = gpuReport({ ...whole, fits }, { allCards: true, ...shown }).blocks.find(
        (one) => "id" in one && one.id === "cards" && "rows" in one,
      );
      return table !== undefined && "rows" in table ? table.rows.map((row) => row.cells) : undefined;
    };
    expect(cells({})).toEqual([
      ["a", "16 GiB", "20.1 GiB", "does not fit", "--loss fused --gpus 2"],
      ["2 × b", "24 GiB", "20.1 GiB", "tight", ""],
      ["c", "48 GiB", "20.1 GiB", "fits", ""],
    ]);
    expect(cells({ inKeys: () => ["x: 1"] })?.[0]).toEqual(["a", "16 GiB", "20.1 GiB", "does not fit", "x: 1"]);
    expect(cells({ allCards: false })).toBeUndefined();
  });

  it("asks for data where there are none, and says where no machine is", () => {
    expect(said({ cost: null })).toContain("For hours and dollars, state the data.");
    expect(said({})).not.toContain("state the data");
    expect(said({ ...cost(), verdict: "no" })).toContain("No machine of the price book can take it.");
    expect(said(cost())).toContain("The price book has no machine with 1 × H100 SXM 80GB.");
    expect(said({})).not.toContain("The price book has no machine");
  });

  it("says what one's own cost, or that they do not hold the run", () => {
    const owned = { gpu: "h100-sxm-80", price: "35064", kwhPrice: "0" };
    const own = answer({ gpu: "h100-sxm-80", owned });
    expect(JSON.stringify(gpuReport(own))).toMatch(
      /On your 1 × h100-sxm-80: \$[\d.]+ \(\$[\d.]+.*?\), \$2\.00 an hour and card\./u,
    );
    expect(said({ input: { ...whole.input, owned }, cost: whole.cost && { ...whole.cost, owned: null } })).toContain(
      "The run does not fit your own cards.",
    );
    const exact = own.cost?.owned && { ...own.cost.owned, range: { low: "5", high: "5" } };
    const sure = said({ input: own.input, cost: own.cost && { ...own.cost, owned: exact ?? null } });
    expect(sure).toMatch(/On your 1 × h100-sxm-80: \$[\d.]+, \$2\.00 an hour and card/u);
    expect(said({})).not.toContain("own cards");
  });
});

describe("serving in words", () => {
  const serving = answer({ gpu: "h100-sxm-80", serving: { inputTokens: 900, outputTokens: 100 } }).serving;
  if (serving === null) throw new Error("no serving");
  const text = (more: Partial<typeof serving>): string =>
    said({
      serving: { ...serving, tokensPerSecond: 999.6, tokensRange: { low: 500, high: 1200 }, concurrency: 1, ...more },
    });

  it("is speed, price and what a month's requests take", () => {
    expect(text({ perMillionTokens: null, boundBy: "compute" })).toContain(
      "Serving on 1 × h100-sxm-80: 1 request at once, 1,000 tokens a second (500 to 1,200, not measured; bound by compute) when busy 40 % of the time.",
    );
    expect(text({ perMillionTokens: { amount: "0.25", currency: "USD" } })).toContain(
      "), $0.25 per million tokens when busy",
    );
    const month = { amount: "2190", currency: "USD" };
    expect(text({ copies: 1, perMonth: null })).toContain("The requests of a month take one copy.");
    expect(text({ copies: 1200, perMonth: month })).toContain(
      "The requests of a month take 1,200 copies: $2,190.00 a month.",
    );
    expect(text({ copies: null })).not.toContain("The requests of a month");
  });
});

it("writes a change as what is typed for it", () => {
  expect(changeText({ gpus: 2, compiled: true, offload: ["activations"] })).toBe(
    "--gpus 2 --set compiled=true --offload activations",
  );
});

it("tells what the cheapest costs line by line, where that is asked for", () => {
  const bill = (inFull: boolean): string => said({}, { inFull });
  expect(bill(true)).toContain(
    "The cheapest: 1 × h100-sxm-80 at example, $3.00 per hour of 1 × h100-sxm-80 (primary, seen 2026-11-24)",
  );
  expect(bill(true)).toContain("Training with evaluation and checkpoints");
  expect(bill(false)).not.toContain("The cheapest: ");
  expect(said(cost(), { inFull: true })).not.toContain("The cheapest: ");
});

it("names no card that nobody knows in its book", () => {
  const odd = { ...book, rates: [...(book.rates ?? []), rate("odd", "quantum-9000", 1, "0.01")] };
  expect(answer({}, odd).assumptions.some(({ kind }) => kind === "unknown_cards")).toBe(true);
  expect(answer({}).assumptions.some(({ kind }) => kind === "unknown_cards")).toBe(false);
});
