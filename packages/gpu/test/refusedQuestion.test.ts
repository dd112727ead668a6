import { describe, expect, it } from "vitest";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { base, rowsOnCards } from "./asked.ts";
import { book, model } from "./book.ts";

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
    ["more pipeline stages than layers", { gpus: 64, pipelineParallel: 64 }, "bad_parallelism"],
    ["expert parallelism without experts", { gpus: 8, expertParallel: 8 }, "conflicting_options"],
    ["quantised full fine-tuning", { method: "full", quantisation: "nf4" }, "conflicting_options"],
    ["no autocast where nothing has 32 bits", { method: "full", autocast: false }, "conflicting_options"],
    ["no autocast of adapters that are cast", { framework: "unsloth", autocast: false }, "conflicting_options"],
    ["a rank with full fine-tuning", { method: "full", rank: 8 }, "conflicting_options"],
    ["targets of adapters with full fine-tuning", { method: "full", targets: "qv" }, "conflicting_options"],
    ["a rank with a new head", { method: "head", rank: 8 }, "conflicting_options"],
    ["a new head on a quantised base", { method: "head", quantisation: "nf4" }, "conflicting_options"],
    ["32-bit weights of a quantised base", { method: "qlora", weights: "fp32" }, "conflicting_options"],
    ["adapters from scratch", { objective: "scratch" }, "conflicting_options"],
    ["half a card", { gpus: 0.5 }, "bad_number"],
    ["no tokens", { data: { tokens: [] } }, "bad_number"],
    ["tokens that are no number", { data: { examples: Number.NaN, tokensPerExample: 5 } }, "bad_number"],
    ["a measured speed of 0", { measured: { tokensPerSecond: 0 } }, "bad_number"],
  ] satisfies [string, Partial<SelfHostQuestion>, string][])("refuse %s", (_what, question, kind) => {
    expect(selfHost({ ...base, ...question }, book)).toMatchObject({ ok: false, problem: { kind } });
  });

  it("take a slow network, and none that sends next to nothing", () => {
    const kindOf = (networkGBs: number) => {
      const found = selfHost({ ...base, gpus: 16, networkGBs }, book);
      return found.ok ? "taken" : found.problem.kind;
    };
    expect([0.001, 0.5, 1].map(kindOf)).toEqual(["taken", "taken", "taken"]);
    expect([0.0009, 0, -1].map(kindOf)).toEqual(["bad_number", "bad_number", "bad_number"]);
  });

  it("refuse rows of a table without data", () => {
    const { data: _data, ...rest } = base;
    expect(rowsOnCards(rest, book)).toMatchObject({ ok: false, problem: { kind: "no_data" } });
  });
});

describe("a book", () => {
  it.each([
    [
      { ...book, clouds: [] },
      { kind: "unknown_field", field: "book.clouds" },
    ],
    [
      { ...book, hardware: undefined },
      { kind: "wrong_kind", field: "book.hardware" },
    ],
    [
      { ...book, hardware: book.hardware.map((gpu) => ({ ...gpu, architecture: "rubin" })) },
      { kind: "wrong_kind", field: "book.hardware.0.architecture" },
    ],
    [null, { kind: "wrong_kind", field: "book" }],
  ])("is refused by the field that is not what it should be", (other, problem) => {
    expect(selfHost({ model: "llama-3.1-8b" }, other as never)).toMatchObject({ ok: false, problem });
  });
});
