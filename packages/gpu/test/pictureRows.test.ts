import { describe, expect, it } from "vitest";
import {
  dataReading,
  dataTokens,
  isExact,
  lengthNotes,
  paddedLengths,
  rowCounts,
  rowLengths,
  rowLimits,
  rowsTogether,
  setsOf,
  type Reading,
} from "../src/run/lengths.ts";
import type { RunData, SelfHostData } from "../src/run/question.ts";
import { run } from "./book.ts";

const bars = (...tokens: (readonly [number, number])[]): SelfHostData => ({ tokens });
const pictures = { tokens: 500, patches: 2000, together: 2000, trained: false, images: 1, width: 9, height: 9 };
const chat: Reading = { objective: "sft", maxTokens: 1000 };

describe("rows with pictures", () => {
  it("are longer by their tokens, of a pair each of its rows", () => {
    const seen = { ...chat, pictures };
    expect(rowCounts(seen, bars([100, 3]))).toEqual({ rows: 3, tokens: 1800, trained: 1800, over: 0 });
    expect(rowCounts(seen, bars([600, 3]))).toEqual({ rows: 3, tokens: 3300, trained: 3000, over: 3 });
    expect(rowCounts({ ...seen, objective: "dpo" }, bars([300, 3]))).toEqual({
      rows: 6,
      tokens: 3900,
      trained: 3900,
      over: 0,
    });
    expect(rowCounts({ ...seen, objective: "dpo" }, { examples: 3, tokensPerExample: 300 })).toEqual({
      rows: 6,
      tokens: 3900,
      trained: 3900,
      over: 0,
    });
  });

  it("leave a pack as much text as pictures, and are cut where nobody says at more than the model reads", () => {
    const limits = (
      of: typeof pictures,
      more: RunData & { maxTokens?: number } = {},
      packing: "packed" | "padded" = "packed",
    ) => {
      const found = rowLimits(8192, { objective: "sft", packing, pictures: of }, more);
      return [found.maxTokens, found.rowTokens, found.pictures?.inRow];
    };
    expect(limits(pictures)).toEqual([2048, 2048, (2048 / 1000) * 2000]);
    expect(limits({ ...pictures, tokens: 1500 })).toEqual([3000, 3000, 2000]);
    expect(limits({ ...pictures, tokens: 9000 })).toEqual([8192, 8192, 2000]);
    expect(limits(pictures, { data: bars([3000, 1]) })).toEqual([3500, 3500, (3500 / 1000) * 2000]);
    expect(limits(pictures, { data: bars([3000, 1]) }, "padded")).toEqual([3500, 3500, 2000]);
    expect(limits(pictures, { data: bars([100, 1]) }, "padded")).toEqual([2048, 600, 2000]);
    expect(limits(pictures, { data: bars([100, 1]), rollouts: { tokens: 300, addedTokens: 50 } }, "padded")).toEqual([
      2048, 950, 2000,
    ]);
  });

  it("hold their patches, in packs as many as there are rows in one", () => {
    const seen = { ...run("qwen2.5-vl-7b", { images: 1, maxTokens: 2000 }), pictures: { ...pictures, inRow: 7 } };
    expect(rowLengths({ ...seen, packing: "padded" }, bars([500, 4])).patches).toBe(2000);
    expect(rowLengths({ ...seen, packing: "packed" }, bars([500, 4])).patches).toBe((2000 * 2000) / 1000);
    expect(rowLengths(seen, undefined).patches).toBe(7);
    expect(rowLengths(run("llama-3.1-8b"), bars([500, 4])).patches).toBe(0);
  });
});

describe("the longest row", () => {
  const limit = (data: RunData, objective: "sft" | "dpo" | "continued" = "sft"): number =>
    rowLimits(100_000, { objective, packing: "padded" }, data).maxTokens;

  it("is that of all sets, of a pair half of it, begun tokens counted", () => {
    expect(limit({ data: bars([3000, 1]), stages: [{ data: bars([4001, 1]) }] })).toBe(4001);
    expect(limit({ data: bars([8001, 1]) }, "dpo")).toBe(4001);
    expect(limit({ data: { tokens: [[8001, 1]], longest: 5000 } }, "dpo")).toBe(5000);
    expect(limit({ data: { examples: 5, tokensPerExample: 8001 } }, "dpo")).toBe(4001);
    expect(limit({ data: { mixture: [{ data: { tokens: [[3000, 1]] } }, { data: { tokens: [[5000, 1]] } }] } })).toBe(
      5000,
    );
    expect(limit({ data: bars([3000, 1], [9000, 0]) })).toBe(3000);
    expect(limit({ data: bars([9000, 1]) }, "continued")).toBe(2048);
    expect(limit({})).toBe(2048);
  });

  it("is read with what is said of the data, in all sets", () => {
    const note = { kind: "a", sentence: "b" };
    const noted: SelfHostData = { tokens: [[3000, 2]], notes: [note] };
    const reading = (data: RunData & { maxTokens?: number }, maxTokens = 3000) =>
      dataReading({ ...chat, maxTokens }, data);
    expect(reading({ data: noted, stages: [{ data: bars([100, 1]) }] })).toMatchObject({
      rows: 3,
      tokens: 6100,
      trained: 6100,
      over: 0,
      longest: { tokens: 3000, isMean: false },
      isForLongRows: true,
      notes: [note],
    });
    expect(reading({ data: noted, maxTokens: 3000 }).isForLongRows).toBe(false);
    expect(reading({ data: noted }, 4000).isForLongRows).toBe(false);
    expect(reading({ data: { examples: 2, tokensPerExample: 50 } }).longest).toEqual({ tokens: 50, isMean: true });
    expect(reading({ data: { examples: 2, tokensPerExample: 50, longest: 90 } }).longest).toEqual({
      tokens: 90,
      isMean: false,
    });
    expect(reading({}).longest).toBeUndefined();
    const stages = [{ data: { examples: 2, tokensPerExample: 50 } }];
    expect(reading({ data: { examples: 2, tokensPerExample: 50, longest: 90 }, stages }).longest?.isMean).toBe(true);
  });

  it("is exact where every part was counted and none is a range", () => {
    const range = { tokens: [[5, 1]] as const, tokenRange: { low: 0.9, high: 1.1 } };
    expect(isExact({ data: bars([5, 1]) })).toBe(true);
    expect(isExact({ data: range })).toBe(false);
    expect(isExact({ data: { examples: 1, tokensPerExample: 5 } })).toBe(false);
    expect(isExact({ data: { mixture: [{ data: { tokens: [[5, 1]] } }, { data: range }] } })).toBe(false);
    expect(isExact({ data: bars([5, 1]), stages: [{ data: range }] })).toBe(false);
    expect(setsOf({})).toEqual([]);
    expect(
      dataTokens({ mixture: [{ data: { tokens: [[5, 2]] }, repeats: 3 }, { data: { tokens: [[7, 1]] } }] }),
    ).toEqual({
      tokens: 37,
      examples: 7,
    });
  });
});

describe("what is said of rows", () => {
  const said = (
    data: RunData & { maxTokens?: number },
    packing: "packed" | "padded" = "packed",
    objective: "sft" | "continued" = "sft",
  ) => {
    const own = { ...run("llama-3.1-8b", { maxTokens: data.maxTokens ?? 2048, packing }), objective };
    return lengthNotes(own, dataReading(own, data)).map(({ kind, facts }) => [kind, facts]);
  };

  it("is how many are cut, and the share of their tokens", () => {
    expect(said({ data: bars([1000, 3], [3000, 1]), maxTokens: 2000 })).toEqual([
      ["rows_cut", { over: 1, rows: 4, after: 2000, percent: expect.closeTo(100 / 6, 9) as number }],
    ]);
    expect(said({ data: bars([1000, 3]), maxTokens: 2000 })).toEqual([]);
    expect(said({ data: { tokens: [[1000, 3]], longest: 2500 }, maxTokens: 2000 })).toEqual([
      ["rows_cut", { longest: 2500, after: 2000 }],
    ]);
    expect(said({ data: { tokens: [[1000, 3]], longest: 2000 }, maxTokens: 2000 })).toEqual([]);
    expect(said({ data: bars([5000, 3]), maxTokens: 2000 }, "packed", "continued")).toEqual([]);
  });

  it("is that only a mean is known: of packs where it is more than half of one, of others always", () => {
    const typed = (tokensPerExample: number) => ({ data: { examples: 9, tokensPerExample }, maxTokens: 2000 });
    expect(said(typed(1000))).toEqual([]);
    expect(said(typed(1001))).toEqual([["mean_length", { after: 2000 }]]);
    expect(said(typed(10), "padded")).toEqual([["mean_length", { after: 2000 }]]);
    expect(said({ data: { examples: 9, tokensPerExample: 10, longest: 50 }, maxTokens: 2000 }, "padded")).toEqual([]);
  });
});

describe("rows that a batch pads", () => {
  it("are those of every card that ends a step with it", () => {
    const together = (options: Parameters<typeof run>[1]): number =>
      rowsTogether(run("llama-3.1-8b", { microBatch: 3, ...options }));
    expect(together({})).toBe(3);
    expect(together({ gpus: 4, sharding: "ddp" })).toBe(12);
    expect(together({ gpus: 4, sharding: "ddp", accumulation: 2 })).toBe(3);
    expect(together({ gpus: 4, sharding: "zero2", accumulation: 2 })).toBe(12);
    expect(together({ gpus: 4, sharding: "zero3", accumulation: 2 })).toBe(12);
    expect(together({ gpus: 4, sharding: "zero1", accumulation: 2 })).toBe(3);
  });

  it("are as long as the longest of the run where no data say more, and those of a padded run where they do", () => {
    const packed = run("llama-3.1-8b", { packing: "packed", maxTokens: 2000, microBatch: 2 });
    const two = bars([100, 1], [300, 1]);
    const rows = rowLengths(packed, two);
    expect(paddedLengths(packed, rows, two)).toEqual(rowLengths({ ...packed, packing: "padded" }, two));
    expect(paddedLengths(packed, rows, undefined)).toEqual({ ...rows, tokens: 250, computed: 2000, document: 2000 });
    const padded = { ...packed, packing: "padded" } as const;
    const own = rowLengths(padded, two);
    expect(paddedLengths(padded, own, two)).toEqual({ ...own, tokens: 200, computed: 2000, document: 2000 });
  });
});
