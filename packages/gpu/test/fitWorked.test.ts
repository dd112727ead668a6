import { describe, expect, it } from "vitest";
import { fitRun, type FitAnswer } from "../src/fitRun.ts";
import { alterations, bestOf } from "../src/placement/changes.ts";
import { placementsOf } from "../src/placement/placements.ts";
import type { SelfHostBook, SelfHostQuestion } from "../src/run/question.ts";
import { readQuestion } from "../src/run/readQuestion.ts";
import { book, card, rate } from "./book.ts";

const few = ["rtx-4090-24", "h100-sxm-80", "h100-pcie-80", "h200-sxm-141", "dgx-spark-128", "rtx-4060-laptop-8"];
const listed = ["llama-3.1-8b", "llama-3.2-1b", "llama-3.3-70b", "llama-2-7b"];
const small: SelfHostBook = {
  models: book.models.filter(({ id }) => listed.includes(id)),
  hardware: book.hardware.filter(({ id }) => few.includes(id)),
  rates: [],
};
function fit(question: Partial<SelfHostQuestion>, from: SelfHostBook = small): FitAnswer {
  const found = fitRun({ model: "llama-3.1-8b", method: "qlora", ...question }, from);
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

describe("the smallest cluster", () => {
  const smallest = (question: Partial<SelfHostQuestion>, ...cards: readonly string[]) => {
    const found = fit(question, { ...small, hardware: small.hardware.filter(({ id }) => cards.includes(id)) }).smallest;
    return found && [found.gpu, found.gpus];
  };

  it("is the least memory that holds the run, on the fewest cards", () => {
    expect(smallest({}, "h100-sxm-80", "rtx-4090-24")).toEqual(["rtx-4090-24", 1]);
    expect(smallest({ method: "lora", model: "llama-3.3-70b" }, "h100-sxm-80", "h200-sxm-141")).toEqual([
      "h200-sxm-141",
      2,
    ]);
    // The card and the number that are asked for are not its own.
    expect(smallest({ gpu: "h100-sxm-80", gpus: 4, sharding: "fsdp" }, "h100-sxm-80", "rtx-4090-24")).toEqual([
      "rtx-4090-24",
      1,
    ]);
  });

  it("joins no cards that are alone, nor more than eight of those on PCIe", () => {
    const whole = { model: "llama-3.3-70b", method: "full" } as const;
    expect(smallest(whole, "h100-pcie-80")).toBeNull();
    expect(smallest(whole, "h100-sxm-80")?.[1]).toBeGreaterThan(8);
    expect(smallest({ ...whole, model: "llama-3.1-8b" }, "h100-pcie-80")?.[1]).toBeLessThanOrEqual(8);
    expect(smallest({ method: "full" }, "rtx-4060-laptop-8")).toBeNull();
    // Machines whose memory is shared with their processor are not looked at.
    expect(smallest({}, "dgx-spark-128")).toBeNull();
  });

  it("is none of a run that cannot be read without its cards", () => {
    const split = { gpus: 2, tensorParallel: 2, gpu: "h100-sxm-80" } as const;
    expect(fit(split).smallest).toBeNull();
    expect(fit(split).cheapest).toBeNull();
    expect(fit({}).card).toBeNull();
    expect(fit({}).model).toEqual({ id: "llama-3.1-8b", parameters: 8_030_261_248 });
  });
});

describe("the cheapest cluster", () => {
  const cheapest = (question: Partial<SelfHostQuestion>, ...rates: readonly ReturnType<typeof rate>[]) => {
    const found = fit(question, { ...small, rates }).cheapest;
    return found && [found.cloud, found.gpus, found.price.amount, found.per];
  };
  const h = (cloud: string, amount: string, gpus = 1, more: object = {}) =>
    rate(cloud, "h100-sxm-80", gpus, amount, { cloud, ...more });

  it("is by the hour of all machines where there are no data", () => {
    expect(cheapest({}, h("a", "3"), h("b", "2"))).toEqual(["b", 1, "2", "hour"]);
    expect(cheapest({}, h("a", "3"), h("b", "2", 1, { term: "spot" }), h("c", "1", 1, { currency: "EUR" }))).toEqual([
      "a",
      1,
      "3",
      "hour",
    ]);
    const large = { model: "llama-3.3-70b", method: "full", optimizer: "adamw-8bit" } as const;
    const many = cheapest(large, h("a", "24", 8));
    expect(many?.[1]).toBeGreaterThan(8);
    expect(Number(many?.[2])).toBe((24 * Number(many?.[1])) / 8);
    expect(cheapest({}, rate("odd", "nobody", 1, "1"))).toBeNull();
    expect(cheapest({}, h("old", "1", 1, { seen: "2026-01-01" }), h("new", "9"))).toEqual(["new", 1, "9", "hour"]);
  });

  it("joins no machines whose cards are on PCIe", () => {
    const pcie = (gpus: number) => rate("p", "h100-pcie-80", gpus, "10", { cloud: "p" });
    const large = { model: "llama-3.3-70b", method: "full" } as const;
    expect(cheapest(large, pcie(8))).toBeNull();
    expect(cheapest({ method: "lora" }, pcie(8))).toEqual(["p", 8, "10", "hour"]);
  });

  it("is by the run where there are, in dollars and on demand", () => {
    const data = { examples: 1000, tokensPerExample: 500 };
    const found = cheapest(
      { data },
      h("a", "3"),
      h("b", "2"),
      h("c", "1", 1, { term: "spot" }),
      h("d", "1", 1, { currency: "EUR" }),
    );
    expect([found?.[0], found?.[3]]).toEqual(["b", "run"]);
    expect(cheapest({ data }, h("c", "1", 1, { term: "spot" }))).toBeNull();
    expect(cheapest({ data }, h("d", "1", 1, { currency: "EUR" }))).toBeNull();
  });
});

describe("what a card holds", () => {
  it("are the most tokens, rows and ranks, each alone, and the largest model of late", () => {
    const { card: held } = fit({ gpu: "rtx-4090-24" });
    expect(held).toMatchObject({ gpu: "rtx-4090-24", gpus: 1, verdict: "fits", ways: [], instead: null });
    const { maxTokens, microBatch, rank, model } = held?.limits ?? {};
    expect(maxTokens?.step).toBe(64);
    expect((maxTokens?.value ?? 0) % 64).toBe(0);
    expect([microBatch?.step, rank?.step]).toEqual([1, 8]);
    expect([rank?.all, (rank?.value ?? 1) % 8]).toEqual([false, 0]);
    expect(fit({ gpu: "h200-sxm-141", model: "llama-3.2-1b" }).card?.limits?.rank).toEqual({
      value: 2048,
      step: 8,
      all: false,
    });
    expect(model).toEqual({ id: "llama-3.1-8b", parameters: 8_030_261_248 });
    // Llama 2 is of 2023: of late there is a smaller one.
    const lean = fit({ gpu: "rtx-4090-24", method: "lora", model: "llama-3.2-1b", loss: "fused" }).card;
    expect(lean?.limits?.model?.id).toBe("llama-3.2-1b");
    expect(fit({ gpu: "h200-sxm-141", method: "full", model: "llama-3.2-1b" }).card?.limits?.rank).toBeUndefined();
    expect(
      fit({ gpu: "h200-sxm-141", microBatch: 1, model: "llama-3.2-1b", maxTokens: 16 }).card?.limits?.microBatch?.value,
    ).toBe(1024);
  });

  it("is the largest model whichever is listed first, and ranks up to 4,096", () => {
    const vast = { ...small, hardware: small.hardware.map((one) => ({ ...one, memoryGiB: 4000 })) };
    for (const models of [vast.models, vast.models.toReversed()]) {
      const { limits } = fit({ gpu: "h200-sxm-141", model: "llama-3.3-70b" }, { ...vast, models }).card ?? {};
      expect(limits?.model?.id).toBe("llama-3.3-70b");
      expect(limits?.rank).toEqual({ value: 4096, step: 8, all: true });
    }
  });

  it("are other ways where it does not hold the run: settings first, then methods", () => {
    const no = fit({ gpu: "rtx-4090-24", method: "full" }).card;
    expect(no?.verdict).toBe("no");
    expect(no?.ways[0]?.options).toMatchObject({ method: expect.stringMatching(/lora/u) as string });
    expect(no?.limits?.rank).toBeDefined();
    const never = fit({ gpu: "rtx-4060-laptop-8", method: "full", model: "llama-3.3-70b" }).card;
    expect(never).toMatchObject({ verdict: "no", ways: [], limits: null });
    expect(never?.instead?.options).toMatchObject({ method: "qlora" });
    expect(never?.instead?.model.id).toBe("llama-3.2-1b");
  });
});

describe("changes that make a run fit", () => {
  const asked = (question: Partial<SelfHostQuestion>) => {
    const read = readQuestion({ model: "llama-3.1-8b", ...question }, small);
    if (!read.ok) throw new Error(read.problem.kind);
    return read.value;
  };
  const options = (group: Parameters<typeof alterations>[0], question: Partial<SelfHostQuestion>) => {
    const own = asked(question);
    return alterations(group, own, own.run).map((one) => one.options);
  };

  it("are more cards than there are, shards of them", () => {
    expect(options("more", { method: "lora", gpus: 1 }).map(({ gpus }) => gpus)).toEqual([2, 4, 8, 16]);
    expect(options("more", { method: "lora", gpus: 4 }).map(({ gpus }) => gpus)).toEqual([8, 16]);
    expect(options("more", { method: "lora", gpus: 16 })).toEqual([]);
  });

  it("are rows that cards share, from 16,384 tokens on, where they divide the cards", () => {
    const shared = (maxTokens: number, gpus: number) =>
      options("shared", { method: "lora", maxTokens, gpus }).map(({ contextParallel }) => contextParallel);
    expect(shared(16_384, 8)).toEqual([2, 4, 8]);
    expect(shared(16_383, 8)).toEqual([]);
    expect(shared(16_384, 4)).toEqual([2, 4]);
    expect(shared(16_384, 6)).toEqual([2]);
  });

  it("are smaller states, or activations on the host, and methods that train less", () => {
    expect(options("smaller", { method: "full" }).map(({ optimizer }) => optimizer)).toEqual([
      "adamw-bf16",
      "adamw-8bit",
      "paged-adamw-8bit",
    ]);
    expect(options("smaller", { method: "lora" })).toMatchObject([{ offload: ["activations"] }]);
    expect(options("methods", { method: "full" }).map(({ method }) => method)).toEqual(["lora", "qlora"]);
    expect(options("methods", { method: "lora" }).map(({ method }) => method)).toEqual(["qlora"]);
    expect(options("methods", { method: "qlora" })).toEqual([]);
  });

  it("are the one that costs the least time of those that fit", () => {
    const own = asked({ method: "lora", model: "llama-3.1-8b", loss: "plain", microBatch: 8, maxTokens: 4096 });
    const placements = placementsOf(own);
    const best = bestOf(placements, own.run, alterations("settings", own, own.run), card("h100-sxm-80"));
    expect(best).toHaveLength(1);
    const all = alterations("settings", own, own.run).flatMap((one) =>
      bestOf(placements, own.run, [one], card("h100-sxm-80")),
    );
    expect(best[0]?.timeFactor).toBe(Math.min(...all.map(({ timeFactor }) => timeFactor)));
    expect(best[0]?.options).toEqual({ loss: "fused" });
    // Cards without links are not joined.
    const more = alterations("more", own, own.run);
    expect(bestOf(placements, own.run, more, card("rtx-4060-laptop-8"))).toEqual([]);
  });
});
