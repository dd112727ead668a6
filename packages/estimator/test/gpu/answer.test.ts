import { describe, expect, it } from "vitest";
import { decimal } from "../../src/money.ts";
import { selfHostOffers } from "../../src/gpu/offer/offers.ts";
import type { SelfHostQuestion } from "../../src/gpu/run/question.ts";
import { selfHost, trainingFromScratch, type SelfHostAnswer } from "../../src/gpu/answer.ts";
import { book, model, rate } from "./book.ts";

const data = { examples: 8000, tokensPerExample: 620 };
const base: SelfHostQuestion = { model: "llama-3.1-8b", method: "qlora", data, epochs: 3 };

function answer(question: Partial<SelfHostQuestion> = {}, from = book): SelfHostAnswer {
  const result = selfHost({ ...base, ...question }, from);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

describe("selfHost", () => {
  it("answers in plain JSON: breakdown, verdict per card, speed, hours, cost", () => {
    const all = answer({ serving: { inputTokens: 900, outputTokens: 120 } });
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(all.memory.low).toBeLessThan(all.memory.totalGiB);
    expect(all.memory.high).toBeGreaterThan(all.memory.totalGiB);
    expect(all.fits.map(({ gpu }) => gpu)).toEqual(
      book.hardware.filter(({ kind }) => kind !== "tpu").map(({ id }) => id),
    );
    expect(all.hours?.low).toBeLessThan(all.hours?.typical ?? 0);
    expect(all.cost?.cheapest?.id).toBe("example/one-4090/on_demand");
    expect(all.cost?.fastest?.id).toBe("example/eight-h100/on_demand");
    expect(all.throughput.sixNd).toBeCloseTo((0.4 * 165.2e12) / (6 * 8_030_261_248), 6);
  });

  it("says of a card what would make the run fit, cheapest first", () => {
    const fit = answer({ model: "llama-3.2-3b", method: "lora", maxTokens: 8192 }).fits.find(
      ({ gpu }) => gpu === "rtx-4090-24",
    );
    expect(fit?.verdict).not.toBe("fits");
    expect(fit?.change?.options).toEqual({ loss: "fused" });
    const small = answer({ method: "lora", model: "llama-3.3-70b", gpus: 1 }).fits.find(({ gpu }) => gpu === "l40s-48");
    expect(small).toMatchObject({ verdict: "no", change: { options: { gpus: expect.any(Number), sharding: "fsdp" } } });
    expect(small?.change?.totalGiB).toBeLessThan(48);
  });

  it.each([
    // what is asked, cards of the headline, verdict
    ["the only machine that holds it", { model: "llama-3.3-70b", method: "lora" }, 8],
    ["the same card asked for", { model: "llama-3.3-70b", method: "lora", gpu: "h100-sxm-80" }, 8],
    ["the same without data", { model: "llama-3.3-70b", method: "lora", gpu: "h100-sxm-80", data: undefined }, 4],
    ["one card", { method: "qlora" }, 1],
    ["no data", { model: "deepseek-v3", method: "qlora", data: undefined }, 4],
    ["cards that are too few", { model: "deepseek-v3", method: "full", gpus: 2 }, 2],
  ] as const)("says one thing of the cards it took, in the headline and in the table: %s", (_name, asked, gpus) => {
    const { data: _, ...open } = base;
    const question = { ...("data" in asked ? open : base), ...asked } as SelfHostQuestion;
    const result = selfHost(question, book);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    const { value } = result;
    expect(value.gpus).toBe(gpus);
    expect(value.fits.find(({ gpu }) => gpu === value.gpu.id)).toMatchObject({ gpus, verdict: value.verdict });
    expect(value.fits.every((fit) => fit.gpus === gpus)).toBe(true);
    // Nobody asked for several: why there are is said.
    const why = value.assumptions.some(({ kind }) => kind === "cards_taken");
    expect(why).toBe(gpus > 1 && !("gpus" in asked));
    expect(value.verdict === "no").toBe(value.assumptions.some(({ kind }) => kind === "does_not_fit"));
    expect(value.verdict === "no" || value.cost === null || value.hours !== null).toBe(true);
  });

  it("gives no hours where the run does not fit", () => {
    const all = answer({ model: "llama-3.3-70b", method: "full", gpu: "rtx-4090-24" });
    expect(all.hours).toBeNull();
    expect(all.assumptions.map(({ kind }) => kind)).toContain("does_not_fit");
  });

  it("adds the hours of sequential stages", () => {
    const alone = answer({ gpu: "h100" }).hours?.typical ?? 0;
    const twice = answer({ gpu: "h100", stages: [{ data, epochs: 3 }] }).hours?.typical ?? 0;
    expect(twice).toBeCloseTo(2 * alone, 10);
    // As `estimate` does, a stage that names no epochs takes those of the job.
    expect(answer({ gpu: "h100", stages: [{ data }] }).hours?.typical).toBeCloseTo(2 * alone, 10);
  });

  it("holds the parts of the memory against the total, measured or not", () => {
    const runs: Partial<SelfHostQuestion>[] = [
      {},
      { method: "lora" },
      { method: "full", gpus: 8, sharding: "zero2", accumulation: 4 },
      { method: "full", gpu: "h200", framework: "hf" },
      { measured: { peakGiB: 30 } },
    ];
    for (const run of runs) {
      const { totalGiB, parts, notAtOnce } = answer({ gpu: "h100", ...run }).memory;
      const added = Object.values(parts).reduce((sum, gib) => sum + gib, 0);
      expect(added - notAtOnce).toBeCloseTo(totalGiB, 9);
    }
    expect(answer({ gpu: "h100" }).memory.notAtOnce).toBeGreaterThan(0);
    expect(answer({ gpu: "h100", measured: { peakGiB: 30 } }).memory.totalGiB).toBeCloseTo(30, 9);
  });

  it("says why a token of a pair can take less time where weights are gathered", () => {
    const kinds = (objective: "sft" | "dpo"): string[] =>
      answer({ gpu: "h100", method: "full", gpus: 8, sharding: "zero3", objective }).assumptions.map(
        ({ kind }) => kind,
      );
    expect(kinds("dpo")).toContain("pairs_share_gathers");
    expect(kinds("sft")).not.toContain("pairs_share_gathers");
  });

  it("adds the tasks of a mixture, each as often as it is repeated", () => {
    const mixture = { mixture: [{ data }, { data: { tokens: [[620, 4000] as const] }, repeats: 2 }] };
    const alone = answer({ gpu: "h100", packing: "unpacked" }).hours?.typical ?? 0;
    expect(answer({ gpu: "h100", packing: "unpacked", data: mixture }).hours?.typical).toBeCloseTo(2 * alone, 1);
  });

  it("takes longer for DPO, which reads two answers and a reference model", () => {
    expect(answer({ gpu: "h100", objective: "dpo" }).hours?.typical).toBeGreaterThan(
      answer({ gpu: "h100" }).hours?.typical ?? Infinity,
    );
  });

  it("trains a head over a frozen base several times as fast as the whole", () => {
    const whole = answer({ gpu: "h200", method: "full" }).throughput.tokensPerSecondPerGpu;
    expect(answer({ gpu: "h200", method: "head" }).throughput.tokensPerSecondPerGpu).toBeGreaterThan(2 * whole);
  });

  it("applies ten measured steps and narrows the range", () => {
    const before = answer({ gpu: "h100" });
    const tokensPerSecond = before.throughput.tokensPerSecondPerGpu / 2;
    const after = answer({ gpu: "h100", measured: { tokensPerSecond, peakGiB: 2 * before.memory.totalGiB } });
    const width = ({ low = 0, high = 0 }: { low?: number; high?: number }): number => high / low;
    expect(after.throughput.tokensPerSecondPerGpu).toBeCloseTo(tokensPerSecond, 6);
    expect(after.memory.totalGiB).toBeCloseTo(2 * before.memory.totalGiB, 6);
    expect(after.calibration?.speed).toBeCloseTo(0.5, 10);
    expect(width(after.hours ?? {})).toBeLessThan(width(before.hours ?? {}) / 1.5);
    expect(width(after.memory)).toBeLessThan(width(before.memory));
  });

  it("prices BloombergGPT's shape from scratch around its published 53 days on 512 A100", () => {
    // Wu et al. 2023, arXiv:2303.17564: 70 layers of 7,680, 569 billion tokens, ZeRO 3 on machines of 400 Gb/s.
    const shape = {
      id: "bloomberggpt",
      layers: 70,
      hidden: 7680,
      heads: 40,
      headDim: 192,
      kvHeads: 40,
      ffn: 30720,
      vocab: 131072,
      context: 2048,
      tied: true,
      gated: false,
    };
    const corpus = { examples: Math.round(569e9 / 2048), tokensPerExample: 2048 };
    const result = trainingFromScratch(
      { model: shape, data: corpus, gpu: "a100-sxm-40", gpus: 512, sharding: "zero3", networkGBs: 50, microBatch: 2 },
      book,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    expect(result.value.model.parameters).toBeCloseTo(50.6e9, -8);
    expect(result.value.fits.find(({ gpu }) => gpu === "a100-sxm-40")?.verdict).toBe("fits");
    expect(53 * 24).toBeGreaterThan(result.value.hours?.low ?? Infinity);
    expect(53 * 24).toBeLessThan(result.value.hours?.high ?? 0);
  });
});

describe("the cost of a job", () => {
  it("adds up to the total, exactly", () => {
    for (const { lines, total } of answer().cost?.offers ?? []) {
      const added = lines.reduce((sum, { amount }) => sum.plus(amount), decimal(0));
      expect(added.toFixed()).toBe(decimal(total.amount).toFixed());
      for (const line of lines)
        expect(decimal(line.quantity).times(line.rate.amount).toFixed()).toBe(decimal(line.amount).toFixed());
    }
  });

  it("pays for the whole machine, by the hour where the cloud does", () => {
    const hourly = { ...book, rates: [rate("hourly", "h100-sxm-80", 8, "24.00", { billedPer: "hour" })] };
    const offer = answer({}, hourly).cost?.cheapest;
    expect(offer?.gpus).toBe(8);
    const units = decimal(offer?.total.amount ?? "0").dividedBy(24);
    expect(units.equals(units.floor())).toBe(true);
    expect(offer?.lines.at(-1)?.kind).toBe("rounding");
  });

  it("allows for interruptions of spot machines, failed runs and tuning rounds", () => {
    const spot = { ...book, rates: [rate("spot", "h100-sxm-80", 1, "1.00", { term: "spot" })] };
    const labels = answer({ tuningRounds: 2 }, spot).cost?.cheapest?.lines.map(({ label }) => label);
    expect(labels).toEqual([
      "Training with evaluation and checkpoints",
      "Set-up: machine and weights",
      "Failed runs: the share that fails half-way",
      "Tuning rounds",
      "Interruptions of spot machines",
    ]);
  });

  it("writes owned cards off over their working hours and adds power", () => {
    const owned = {
      gpu: "rtx-4090-24",
      gpus: 1,
      price: "1753.2",
      lifeYears: 4,
      utilisation: 0.5,
      kwhPrice: "0.30",
      watts: 500,
    };
    // 1753.2 / (4 × 8766 × 0.5) = 0.10 an hour, and half a kilowatt at 0.30.
    expect(answer({ owned }).cost?.owned?.perCardHour).toEqual({ amount: "0.25", currency: "USD" });
  });

  it("leaves out prices of cards that nobody knows, and says so", () => {
    const odd = { ...book, rates: [...(book.rates ?? []), rate("odd", "quantum-9000", 1, "0.01")] };
    expect(answer({}, odd).assumptions.find(({ kind }) => kind === "unknown_cards")?.sentence).toContain(
      "quantum-9000",
    );
  });

  it("makes one row per kind and number of cards for the table of services", () => {
    const rows = selfHostOffers(base, book);
    expect(rows.ok && rows.value.map(({ id }) => id)).toEqual([
      "self-hosted/llama-3.1-8b:qlora@rtx-4090-24",
      "self-hosted/llama-3.1-8b:qlora@h100-sxm-80",
      "self-hosted/llama-3.1-8b:qlora@h100-sxm-80x8",
    ]);
  });
});

describe("serving", () => {
  const serving = { inputTokens: 900, outputTokens: 120 };

  it("fits as many requests as the cache has room for", () => {
    const served = answer({ gpu: "h100", serving }).serving;
    // Llama 3.1 8B: 2 × 32 layers × 8 heads × 128 × 2 bytes = 131,072 bytes per token.
    expect(served?.cacheMiBPerThousandTokens).toBe(125);
    expect(served?.concurrency).toBe(256);
    expect(answer({ gpu: "l4", serving }).serving?.concurrency).toBeLessThan(60);
  });

  it("costs less per token the more hours are used, and more on more cards", () => {
    const price = (utilisation: number): number =>
      Number(answer({ gpu: "h100", serving: { ...serving, utilisation } }).serving?.perMillionTokens?.amount);
    expect(price(0.2)).toBeCloseTo(2 * price(0.4), 4);
    expect(answer({ model: "llama-3.3-70b", gpu: "h100", gpus: 1, serving }).serving?.gpus).toBe(4);
  });
});

describe("serving on machines of many cards", () => {
  const serving = { inputTokens: 900, outputTokens: 120 };
  const priced = (question: Partial<SelfHostQuestion>, ...rates: ReturnType<typeof rate>[]): string | undefined =>
    answer({ gpu: "h100", serving, ...question }, { ...book, rates }).serving?.perMillionTokens?.amount;

  it("costs as much per token on eight cards at once as on one, where a card holds the model", () => {
    const one = priced({}, rate("one", "h100-sxm-80", 1, "3.00"));
    expect(Number(one)).toBeGreaterThan(0);
    expect(Number(priced({}, rate("eight", "h100-sxm-80", 8, "24.00")))).toBeCloseTo(Number(one), 6);
    expect(Number(priced({}, rate("eight", "h100-sxm-80", 8, "16.00")))).toBeLessThan(Number(one));
  });

  it("leaves a card that no copy would use unused", () => {
    const four = { model: "llama-3.3-70b", gpus: 1 };
    const on = (gpus: number): number => Number(priced(four, rate("some", "h100-sxm-80", gpus, "24.00")));
    expect(on(8)).toBeCloseTo(on(4) / 2, 5);
    expect(on(6)).toBe(on(4));
    expect(priced(four, rate("one", "h100-sxm-80", 1, "3.00"))).toBeUndefined();
  });
});

describe("bad questions", () => {
  const llama = model("llama-3.1-8b");

  it.each([
    ["an unknown model", { model: "llama-99" }, "unknown_model"],
    ["a shape that lies", { model: { ...llama, heads: 30 } }, "bad_model_config"],
    ["an unknown card", { gpu: "h9000" }, "unknown_gpu"],
    ["an unknown framework", { framework: "notepad" }, "unknown_framework"],
    ["rank 0", { rank: 0 }, "bad_rank"],
    ["a sequence longer than the context", { maxTokens: 200_000 }, "over_context"],
    ["tensor parallelism that does not divide the cards", { gpus: 8, tensorParallel: 3 }, "bad_parallelism"],
    ["tensor parallelism that does not divide the heads", { gpus: 64, tensorParallel: 64 }, "bad_parallelism"],
    ["pipeline stages that do not divide the layers", { gpus: 3, pipelineParallel: 3 }, "bad_parallelism"],
    ["expert parallelism without experts", { gpus: 8, expertParallel: 8 }, "conflicting_options"],
    ["quantised full fine-tuning", { method: "full", quantisation: "nf4" }, "conflicting_options"],
    ["a rank with full fine-tuning", { method: "full", rank: 8 }, "conflicting_options"],
    ["32-bit weights of a quantised base", { method: "qlora", weights: "fp32" }, "conflicting_options"],
    ["adapters from scratch", { objective: "scratch" }, "conflicting_options"],
    ["half a card", { gpus: 0.5 }, "bad_number"],
    ["no tokens", { data: { tokens: [] } }, "bad_number"],
    ["tokens that are no number", { data: { examples: Number.NaN, tokensPerExample: 5 } }, "bad_number"],
    ["a measured speed of 0", { measured: { tokensPerSecond: 0 } }, "bad_number"],
  ] satisfies [string, Partial<SelfHostQuestion>, string][])("refuse %s", (_what, question, kind) => {
    expect(selfHost({ ...base, ...question }, book)).toMatchObject({ ok: false, problem: { kind } });
  });

  it("refuse rows of a table without data", () => {
    const { data: _data, ...rest } = base;
    expect(selfHostOffers(rest, book)).toMatchObject({ ok: false, problem: { kind: "no_data" } });
  });
});
