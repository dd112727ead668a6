import { describe, expect, it } from "vitest";
import { gpuReport } from "../src/words/report.ts";
import { estimate } from "@tunecast/estimator";
import { joinSelfHosted } from "../src/offer/offers.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostAnswer } from "../src/answer.ts";
import { book as listed, uncounted } from "./book.ts";

const book = { ...listed, uncounted };

const asked = { method: "qlora", gpu: "rtx-4090-24", framework: "unsloth" } as const;

function answer(model: string): SelfHostAnswer {
  const result = selfHost({ ...asked, model }, book);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

describe("a model that is not listed and whose name states its size", () => {
  it("is reckoned as a listed model of that size, and says so before any figure", () => {
    const { model, unmeasured, assumptions } = answer("someco/NewThing-7B");
    expect(model.id).toBe("someco/NewThing-7B");
    expect(model.parameters / 7e9).toBeGreaterThan(0.74);
    expect(model.parameters / 7e9).toBeLessThan(1.35);
    expect(unmeasured).toContain("shape");
    expect(assumptions.find(({ kind }) => kind === "shape_of_size")?.sentence).toMatch(
      /^someco\/NewThing-7B is not in the list.*built like \S+, .*config\.json/,
    );
    const { headline } = gpuReport(answer("someco/NewThing-7B"));
    expect(headline).toMatch(/^someco\/NewThing-7B is not in the list.*\(about \d/);
  });

  it("has ranges that are wider than those of a listed model", () => {
    const width = ({ memory: { low, high } }: SelfHostAnswer): number => high / low;
    expect(width(answer("someco/NewThing-7B"))).toBeGreaterThan(1.5 * width(answer("qwen2.5-7b")));
  });

  it("has the kind of layers that its version has in other sizes", () => {
    const { assumptions } = answer("someone/Qwen3.8-9B-heretic");
    expect(assumptions.map(({ sentence }) => sentence).join(" ")).toContain("built like qwen3.5-9b");
  });

  it("is built like one of its family where that has one of about its size", () => {
    const { assumptions } = answer("google/gemma-99-9b-it");
    expect(assumptions.map(({ sentence }) => sentence).join(" ")).toContain("built like gemma-2-9b");
  });

  it("is never built like one that sees, whose tower it may not have", () => {
    const { assumptions } = answer("Qwen/Qwen9-7B");
    expect(assumptions.map(({ sentence }) => sentence).join(" ")).not.toMatch(/built like \S*vl/);
  });

  it.each([
    "AngelSlim/Qwen9-1.7B_eagle3",
    "someone/OLMo-9-Hybrid-7B",
    "z-lab/Qwen9-4B-DFlash-b16",
    "someone/HRM-Text-1B",
    "newthing_1_7b",
  ])("is refused where the size is not its own or certain, or its layers are others: %s", (model) => {
    expect(selfHost({ ...asked, model }, book)).toMatchObject({ ok: false, problem: { kind: "unknown_model" } });
  });

  it.each([
    ["someco/NewThing-06b", 0.6e9],
    ["someco/NewThing-1_6B", 1.6e9],
  ])("reads the size of %s, whose point is written otherwise or not at all", (model, size) => {
    expect(answer(model).model.parameters / size).toBeLessThan(1.35);
  });

  it("has experts where its name says how much of it is active", () => {
    const { model } = answer("someco/NewMoE-30B-A3B");
    expect(model.parameters / model.active).toBeGreaterThan(5);
  });

  it("stands beside no bills: a row of theirs cannot say what it was taken for", () => {
    const prices = { schemaVersion: 1, version: "2026-11-24", sha256: "", providers: [] } as const;
    const bills = estimate({ asOf: "2026-11-24", prices, job: { examples: 100, tokensPerExample: 100, epochs: 1 } });
    const run = {
      model: "someco/NewThing-7B",
      method: "lora",
      data: { examples: 100, tokensPerExample: 100 },
    } as const;
    expect(joinSelfHosted(bills, run, book)).toMatchObject({ ok: false, problem: { kind: "unknown_model" } });
    expect(joinSelfHosted(bills, { ...run, model: "qwen2.5-7b" }, book).ok).toBe(true);
  });

  it("is read at any length: what it reads is not known", () => {
    expect(selfHost({ ...asked, model: "someco/NewThing-7B", maxTokens: 200_000 }, book).ok).toBe(true);
  });

  it.each([
    ["no size", "someco/NewThing", "unknown_model"],
    ["two sizes", "someco/NewThing-70B-with-7B", "unknown_model"],
    ["a context alone", "someco/NewThing-1M", "unknown_model"],
    ["layers of another kind", "someco/NewMamba-7B", "unknown_model"],
    ["a size that is not its own", "someco/NewThing-7B-draft", "unknown_model"],
    ["a size that no listed model is near to", "someco/NewThing-9000B", "unknown_model"],
    ["experts of a size without those that are active", "someco/NewThing-8x7B", "unknown_model"],
    ["layers that differ, by a list", "tiiuae/Falcon-H1-34B-Base", "uncounted_model"],
    ["pictures to read", "someco/NewThing-VL-7B", "model_reads_more"],
  ])("is refused with %s", (_what, model, kind) => {
    expect(selfHost({ ...asked, model }, book)).toMatchObject({ ok: false, problem: { kind } });
  });

  it("is not told that a config.json does where its layers are not counted either way", () => {
    const refused = selfHost({ ...asked, model: "tiiuae/Falcon-H1-34B-Base" }, book);
    expect(refused).toMatchObject({ ok: false, problem: { reason: "layers" } });
  });
});
