import { beforeAll, describe, expect, it } from "vitest";
import { fitRun, selfHost, type FitAnswer, type SelfHostQuestion } from "../src/index.ts";
import { book } from "./book.ts";

type Method = NonNullable<SelfHostQuestion["method"]>;

/** Pairs of a model and a card that people have. */
const pairs: readonly (readonly [string, string, Method])[] = [
  ["llama-3.1-8b", "rtx-4060-laptop-8", "qlora"],
  ["llama-3.1-8b", "rtx-3060-12", "qlora"],
  ["llama-3.1-8b", "t4-16", "qlora"],
  ["llama-3.1-8b", "rtx-4090-24", "lora"],
  ["llama-3.1-8b", "rtx-4090-24", "qlora"],
  ["llama-3.1-8b", "a100-sxm-80", "full"],
  ["llama-3.1-8b", "h100-sxm-80", "lora"],
  ["llama-3.1-70b", "h100-sxm-80", "qlora"],
  ["llama-3.1-70b", "b200-180", "lora"],
  ["llama-3.2-1b", "rtx-5070-12", "full"],
  ["llama-3.2-3b", "rtx-2080-ti-11", "lora"],
  ["qwen3-0.6b", "rtx-4060-8", "full"],
  ["qwen3-4b", "rtx-5070-ti-16", "lora"],
  ["qwen3-8b", "l4-24", "qlora"],
  ["qwen3-8b", "rtx-3090-24", "lora"],
  ["qwen3-14b", "rtx-5090-32", "qlora"],
  ["qwen3-32b", "a100-sxm-80", "qlora"],
  ["qwen3-32b", "dgx-spark-128", "lora"],
  ["qwen3-30b-a3b", "h200-sxm-141", "lora"],
  ["gemma-3-12b", "l40s-48", "lora"],
  ["gemma-3-27b", "mi300x-192", "lora"],
  ["gpt-oss-20b", "l40s-48", "qlora"],
  ["mistral-7b-v0.3", "a10g-24", "qlora"],
  ["mistral-small-24b", "rtx-a6000-48", "qlora"],
  ["phi-4", "v100-sxm-32", "qlora"],
  ["lfm2-1.2b", "t4-16", "lora"],
  ["granite-4.0-micro", "rtx-4070-12", "lora"],
  ["olmo-2-7b", "a40-48", "lora"],
  ["smollm2-135m", "rtx-4060-laptop-8", "full"],
  ["deepseek-coder-6.7b", "strix-halo-128", "lora"],
];

function fitOf(question: SelfHostQuestion): FitAnswer {
  const answer = fitRun(question, book);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}

function verdict(question: SelfHostQuestion): string {
  const answer = selfHost(question, book);
  return answer.ok ? answer.value.verdict : answer.problem.kind;
}

describe.each(pairs)("%s on %s, %s", (model, gpu, method) => {
  const question: SelfHostQuestion = { model, gpu, method, gpus: 1 };
  let fit: Pick<FitAnswer, "card" | "smallest">;
  beforeAll(() => {
    fit = fitOf({ model, gpu, method });
  });

  it("proposes ways that fit when they are put back in", () => {
    const { card } = fit;
    expect(card).not.toBeNull();
    expect(card?.verdict).toBe(verdict(question));
    for (const { options } of card?.ways ?? [])
      expect(verdict({ ...question, ...options }), JSON.stringify(options)).toBe("fits");
    expect(card?.verdict === "fits" || (card?.ways.length ?? 0) > 0 || card?.limits === null).toBe(true);
  });

  it("finds the most that fits: one step further does not", () => {
    const { card } = fit;
    if (card?.limits == null) return;
    const { limits } = card;
    const change = card.ways[0]?.options ?? {};
    const options = ["maxTokens", "microBatch", "rank"] as const;
    let tried = 0;
    for (const option of options) {
      const most = limits[option];
      if (most === undefined) continue;
      tried += 1;
      expect(verdict({ ...question, ...change, [option]: most.value }), `${option}=${most.value}`).toBe("fits");
      const further = verdict({ ...question, ...change, [option]: most.value + most.step });
      expect(most.all ? "all" : further, option).not.toBe("fits");
    }
    expect(tried).toBeGreaterThan(1);
    expect(limits.model?.parameters).toBeGreaterThan(0);
    expect(verdict({ ...question, ...change, model: limits.model?.id ?? "" })).toBe("fits");
  });

  it("names the smallest cluster: half as many cards are too few", () => {
    const { smallest } = fit;
    if (smallest === null) return;
    const { gpu: card, gpus } = smallest;
    expect(verdict({ model, method, gpu: card, gpus })).toBe("fits");
    expect(gpus > 1 ? verdict({ model, method, gpu: card, gpus: gpus / 2 }) : "no").not.toBe("fits");
  });
});

describe("fitRun", () => {
  it("proposes the largest model that fits where nothing makes this one fit", () => {
    const { card } = fitOf({ model: "llama-3.1-70b", gpu: "rtx-4060-laptop-8", method: "qlora" });
    expect(card?.ways).toEqual([]);
    const { model, options } = card?.instead ?? { model: { id: "" }, options: {} };
    expect(verdict({ model: model.id, gpu: "rtx-4060-laptop-8", method: "qlora", gpus: 1, ...options })).toBe("fits");
  });

  it("shares long rows among the cards before it shortens them", () => {
    const long = { model: "qwen2.5-7b", gpu: "h100-sxm-80", gpus: 8, method: "lora", maxTokens: 131_072 } as const;
    const [way] = fitOf(long).card?.ways ?? [];
    expect(way?.options.contextParallel).toBeGreaterThan(1);
    expect(verdict({ ...long, ...way?.options })).toBe("fits");
  });

  it("never tells a laptop or a machine with built-in graphics to use more cards", () => {
    for (const gpu of ["rtx-4060-laptop-8", "rtx-3070-ti-laptop-8", "dgx-spark-128", "apple-m4-max-64"])
      for (const model of ["llama-3.1-8b", "llama-3.1-70b", "qwen3-32b"]) {
        const ways = fitOf({ model, gpu, method: "lora" }).card?.ways ?? [];
        expect(ways.every(({ gpus }) => gpus === 1)).toBe(true);
      }
  });

  it("says how many cards a model of 671 billion parameters takes", () => {
    const { smallest, cheapest } = fitOf({ model: "deepseek-v3", method: "full" });
    expect(smallest?.gpus).toBeGreaterThan(16);
    expect(cheapest === null || cheapest.gpus > 16).toBe(true);
  });

  it.each(["gpt-oss-120b"])("is priced with data too where fewer machines are only just enough: %s", (model) => {
    const question: SelfHostQuestion = { model, method: "full", framework: "axolotl" };
    expect(fitOf(question).cheapest?.per).toBe("hour");
    expect(fitOf({ ...question, data: { examples: 5000, tokensPerExample: 700 } }).cheapest?.per).toBe("run");
  });

  it("prices the cheapest cluster by the run where its data are known, else by the hour", () => {
    const question: SelfHostQuestion = { model: "qwen3-8b", method: "qlora" };
    expect(fitOf(question).cheapest?.per).toBe("hour");
    expect(fitOf({ ...question, data: { examples: 1000, tokensPerExample: 400 } }).cheapest?.per).toBe("run");
  });
});

describe("cards that are joined until they hold a run", () => {
  const fewest = (model: string, gpu: string, method: Method): number | undefined => {
    const answer = fitRun({ model, method }, { ...book, hardware: book.hardware.filter(({ id }) => id === gpu) });
    return answer.ok ? answer.value.smallest?.gpus : undefined;
  };

  it.each([
    [1, "llama-3.2-1b", "v100-sxm-32", "full"],
    [2, "llama-3.2-3b", "a100-pcie-40", "full"],
    [4, "llama-3.2-3b", "v100-sxm-32", "full"],
    [8, "llama-3.1-8b", "a100-pcie-40", "full"],
    [16, "llama-3.1-8b", "v100-sxm-32", "full"],
    [32, "qwen3-235b-a22b", "h100-sxm-80", "lora"],
    [64, "qwen3-14b", "v100-sxm-32", "full"],
    [128, "llama-3.1-405b", "b200-180", "full"],
    [256, "qwen3-32b", "v100-sxm-32", "full"],
    [512, "llama-3.1-70b", "a100-sxm-40", "full"],
  ] as const)("are %i for %s on %s, %s: whole machines, each twice as many as before", (gpus, model, gpu, method) => {
    expect(fewest(model, gpu, method)).toBe(gpus);
  });

  it("are not joined over machines without fast links, nor where a machine holds one", () => {
    expect(fewest("qwen3-14b", "a100-pcie-40", "full")).toBeUndefined();
    expect(fewest("llama-3.2-1b", "rtx-4060-laptop-8", "lora")).toBeUndefined();
    expect(fewest("smollm2-135m", "rtx-4060-laptop-8", "lora")).toBe(1);
  });
});

describe("rows cut short so that a card holds the run", () => {
  const ways = (model: string, gpu: string, method: Method, maxTokens: number) =>
    fitOf({ model, gpu, method, gpus: 1, maxTokens }).card?.ways.map(({ options }) => options);

  it("stand on a base in 4 bits where one in 16 leaves no room", () => {
    expect(ways("qwen3-4b", "rtx-3070-8", "lora", 30_000)).toEqual([
      { loss: "fused", method: "qlora", maxTokens: expect.any(Number) as number },
    ]);
  });

  it("make no adapters of a head, which is another task", () => {
    expect(ways("qwen3-4b", "rtx-3070-8", "head", 30_000)).toEqual([]);
  });
});

describe("smaller states, proposed where no setting makes a run fit", () => {
  const change = (model: string, gpu: string, method: Method, maxTokens?: number) => {
    const data = { examples: 1000, tokensPerExample: 620 };
    const answer = selfHost({ model, gpu, method, gpus: 1, data, ...(maxTokens && { maxTokens }) }, book);
    return answer.ok ? answer.value.fits.find((one) => one.gpu === gpu)?.change?.options : undefined;
  };

  it("are the optimizer's of all weights, and checkpoints on the host beside adapters", () => {
    expect(change("qwen3-4b", "a100-pcie-40", "full")).toEqual({ loss: "fused", optimizer: "adamw-8bit" });
    expect(change("qwen3-8b", "rtx-5090-32", "lora", 16_384)).toEqual({ loss: "fused", offload: ["activations"] });
  });
});
