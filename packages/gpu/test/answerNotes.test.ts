import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { answer as answerFrom } from "./asked.ts";
import { book as whole, rate, run } from "./book.ts";

/** Few cards, so that each answer is quick. */
const ids = ["h100-sxm-80", "h200-sxm-141", "h100-pcie-80", "rtx-4090-24"];
const book = { ...whole, hardware: whole.hardware.filter(({ id }) => ids.includes(id)) };
const answer = (question: Partial<SelfHostQuestion>, from = book): SelfHostAnswer => answerFrom(question, from);

describe("what an answer has to say", () => {
  const data = { examples: 8000, tokensPerExample: 620 };
  const kinds = (question: Partial<SelfHostQuestion>): readonly string[] =>
    answer({ gpu: "h100-sxm-80", ...question }).assumptions.map(({ kind }) => kind);
  const facts = (kind: string, question: Partial<SelfHostQuestion>) =>
    answer({ gpu: "h100-sxm-80", ...question }).assumptions.find((note) => note.kind === kind)?.facts;

  it("is that short micro-steps are bound by the host, below 2,048 tokens", () => {
    const short = (maxTokens: number, microBatch: number, packing: "padded" | "packed" = "padded") =>
      kinds({ maxTokens, microBatch, packing, data: { examples: 100, tokensPerExample: maxTokens } }).includes(
        "launch_bound",
      );
    expect([short(1024, 1), short(1024, 2), short(2047, 1)]).toEqual([true, false, true]);
    expect(short(1024, 1, "packed")).toBe(false);
  });

  it("is what was taken as usual, and nothing that was said", () => {
    const options = (question: Partial<SelfHostQuestion>) =>
      (facts("defaults", question)?.["options"] as readonly [string, string][] | undefined)?.map(([name]) => name);
    expect(options({})).toEqual(["maxTokens", "microBatch", "packing", "checkpointing"]);
    const all = { maxTokens: 2048, microBatch: 1, packing: "packed", checkpointing: "full" } as const;
    expect(options(all)).toBeUndefined();
    // Where rows are longer than usual a note of its own says so.
    expect(options({ data: { tokens: [[5000, 10]] } })).not.toContain("maxTokens");
    expect(kinds({ data: { tokens: [[5000, 10]] } })).toContain("longest_row");
  });

  it("is how close memory is, where that is not sure", () => {
    const tight = { model: "qwen3-30b-a3b", method: "lora", gpus: 8, sharding: "ddp" } as const;
    const own = answer({ gpu: "h100-sxm-80", ...tight });
    expect(facts("uncertain_memory", tight)).toMatchObject({
      card: "H100 SXM 80GB",
      cardGiB: 79.65,
      usableGiB: expect.closeTo(0.97 * 79.65, 4) as number,
      inTen: Math.round(10 * own.chance),
    });
    expect(kinds({})).not.toContain("uncertain_memory");
  });

  it("is the network of several machines, and PCIe where weights are gathered over it", () => {
    const pcie = { gpu: "h100-pcie-80", gpus: 4, method: "full", sharding: "fsdp" } as const;
    expect(facts("communication_bound", pcie)).toEqual({ linkGBs: 20 });
    expect(facts("communication_bound", { ...pcie, linkGBs: 7 })).toEqual({ linkGBs: 7 });
    expect(kinds({ ...pcie, method: "lora", sharding: "ddp" })).not.toContain("communication_bound");
    expect(kinds({ ...pcie, gpu: "h100-sxm-80" })).not.toContain("communication_bound");
    expect(facts("network", { gpus: 16 })).toEqual({ networkGBs: 258 });
    expect(kinds({ gpus: 8 })).not.toContain("network");
  });

  it("is what the host holds, from 64 GiB on", () => {
    const host = (question: Partial<SelfHostQuestion>) =>
      facts("host_memory", { gpus: 8, method: "full", sharding: "zero3", ...question })?.["hostGiB"];
    expect(host({ offload: ["optimizer"] })).toBeCloseTo((16 * 8_030_261_248) / 2 ** 30, 3);
    expect(host({ offload: ["optimizer", "weights"] })).toBeCloseTo((18 * 8_030_261_248) / 2 ** 30, 3);
    expect(host({ offload: ["weights"] })).toBeUndefined();
    expect(host({})).toBeUndefined();
    const base = { model: "llama-3.1-405b", method: "qlora", offload: ["weights"], sharding: "ddp" } as const;
    expect(host(base)).toBeCloseTo((0.53 * 405_853_388_800) / 2 ** 30, 3);
  });

  it("is what objectives and models have of their own", () => {
    expect(kinds({ objective: "dpo" })).toContain("dpo");
    expect(kinds({})).not.toContain("dpo");
    expect(kinds({ objective: "scratch", method: "full", gpus: 8 })).toContain("scratch");
    expect(kinds({ objective: "dpo", gpus: 8, method: "full", sharding: "zero1" })).not.toContain(
      "pairs_share_gathers",
    );
    const mixed = { model: "mixtral-8x7b", method: "lora", gpu: "h200-sxm-141", gpus: 8 } as const;
    expect(facts("experts", mixed)).toEqual({ by: "grouped" });
    const adapters = run("mixtral-8x7b", { method: "lora", targets: "all" }).adapters;
    expect(facts("expert_adapters", { ...mixed, targets: "all" })).toEqual({ millions: Math.round(adapters / 1e6) });
    expect(kinds({ ...mixed, targets: "mlp" })).toContain("expert_adapters");
    expect(kinds({ ...mixed, targets: "attention" })).not.toContain("expert_adapters");
    expect(kinds({ ...mixed, method: "full" })).not.toContain("expert_adapters");
    const group = { objective: "grpo", method: "lora", rollouts: { tokens: 300, perPrompt: 4 }, data } as const;
    const drawn = answer({ gpu: "h100-sxm-80", ...group }).assumptions.find(({ kind }) => kind === "rollouts")?.facts;
    expect(drawn).toMatchObject({ tokens: 300, perPrompt: 4, percent: expect.any(Number) as number });
    expect(Number(drawn?.["percent"])).toBeLessThan(100);
    const pictures = facts("pictures", { model: "qwen2.5-vl-7b" });
    expect(pictures).toMatchObject({ billions: expect.closeTo(0.676, 3) as number, rows: null });
    const seen = facts("pictures", { model: "qwen2.5-vl-7b", images: 2, imageWidth: 280, imageHeight: 560 });
    expect(seen?.["rows"]).toMatchObject({ images: 2, width: 280, height: 560, tokens: 400, trained: false });
  });

  it("is what a card's figures rest on, where they were not read at their source", () => {
    const own = book.hardware.find(({ id }) => id === "rtx-4090-24");
    expect(facts("card", { gpu: "rtx-4090-24" })).toEqual({ card: "RTX 4090 24GB", note: own?.note ?? null });
    const hardware = book.hardware.map(({ note: _note, ...one }) => one);
    const bare = answer({ gpu: "rtx-4090-24" }, { ...book, hardware }).assumptions.find(({ kind }) => kind === "card");
    expect(bare?.facts).toEqual({ card: "RTX 4090 24GB", note: null });
    expect(kinds({})).not.toContain("card");
  });

  it("is that the cards work at a hundredth of their peak", () => {
    const slow = { gpus: 16, method: "full", sharding: "fsdp", networkGBs: 0.01, data } as const;
    expect(kinds(slow)).toContain("low_mfu");
    expect(kinds({})).not.toContain("low_mfu");
    expect(Number(facts("low_mfu", slow)?.["percent"])).toBeLessThan(1);
  });

  it("is how many days a long run takes on cards that nobody chose", () => {
    const corpus = { examples: 1e9, tokensPerExample: 569 };
    const long = answer({ objective: "scratch", method: "full", data: corpus });
    const note = long.assumptions.find(({ kind }) => kind === "long_run")?.facts;
    expect(note).toMatchObject({ days: expect.closeTo((long.hours?.typical ?? 0) / 24, 3) as number, gpus: long.gpus });
  });

  it("is why several cards are taken", () => {
    const rates = [rate("eight", "h100-sxm-80", 8, "24")];
    const why = (question: Partial<SelfHostQuestion>) =>
      answer(question, { ...book, rates }).assumptions.find(({ kind }) => kind === "cards_taken")?.facts;
    expect(why({})).toMatchObject({ gpus: 8, because: "cheapest_machines" });
    expect(why({ model: "llama-3.3-70b", method: "lora" })).toMatchObject({ gpus: 8, because: "one_does_not_hold" });
    expect(why({ gpus: 8 })).toBeUndefined();
  });

  it("keeps what was asked beside the run, and its work", () => {
    const own = answer({ gpu: "h100-sxm-80", epochs: 2, tuningRounds: 3, data });
    expect(own.input).toMatchObject({ model: "llama-3.1-8b", framework: "hf", epochs: 2, tuningRounds: 3, data });
    expect(own.input).not.toHaveProperty("owned");
    expect(own.calibration).toBeNull();
    expect(own.throughput.sixNd).toBeCloseTo((0.4 * 989e12) / (6 * 8_030_261_248), 2);
    const twice = answer({ gpu: "h100-sxm-80", epochs: 4, data });
    expect((twice.flops ?? 0) / (own.flops ?? 1)).toBeCloseTo(2, 6);
    const measured = answer({ gpu: "h100-sxm-80", data, measured: { peakGiB: 30 } });
    expect(measured.calibration).toEqual({ memory: expect.any(Number) as number });
  });
});
