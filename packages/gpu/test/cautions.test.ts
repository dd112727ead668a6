import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostBook, SelfHostQuestion } from "../src/run/question.ts";
import { book, rate } from "./book.ts";

function answer(question: SelfHostQuestion, from: SelfHostBook = book): SelfHostAnswer {
  const result = selfHost(question, from);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

const data = { examples: 8000, tokensPerExample: 620 };
const corpus = { examples: 1e9, tokensPerExample: 569 };

describe("a run of years on cards that nobody chose", () => {
  it("is said to be one, with the cards that a month would take", () => {
    const { assumptions, gpus, hours } = answer({ model: "llama-3.1-8b", objective: "scratch", data: corpus });
    const note = assumptions.find(({ kind }) => kind === "long_run");
    expect(hours?.typical).toBeGreaterThan(60 * 24);
    expect(note?.facts?.["gpus"]).toBe(gpus);
    const month = Number(note?.facts?.["forAMonth"]);
    expect((gpus * (hours?.typical ?? 0)) / month / 24).toBeLessThanOrEqual(30);
    // Whole machines, and not one more than that takes.
    expect(month % 8).toBe(0);
    expect((gpus * (hours?.typical ?? 0)) / (month - 8) / 24).toBeGreaterThan(30);
    expect(note?.sentence).toContain("State the number of cards.");
  });

  it.each([
    ["stated cards", { gpus: 8, data: corpus }],
    ["a short run", { data }],
  ])("is no caution for %s", (_name, asked) => {
    const { assumptions } = answer({ model: "llama-3.1-8b", objective: "scratch", ...asked });
    expect(assumptions.map(({ kind }) => kind)).not.toContain("long_run");
  });
});

it("says so where nobody read the sizes of a model at their source", () => {
  const question = { model: "llama-3.1-8b", data, gpu: "h100-sxm-80", gpus: 8 };
  const kinds = (from: SelfHostBook): readonly string[] => answer(question, from).assumptions.map(({ kind }) => kind);
  const unchecked = book.models.map((model) => ({ ...model, confidence: "unchecked" as const }));
  expect(kinds({ ...book, models: unchecked })).toContain("model");
  expect(kinds(book)).not.toContain("model");
});

// ZeRO-Offload (arxiv.org/abs/2101.06840): 16 bytes a parameter, here with 2 of the weights: 18 × 8.03e9 / 2^30.
it.each([
  ["all of it on one machine", { gpus: 8, offload: ["optimizer", "weights"] }, ["about 135 GiB"]],
  ["half of it on each of two", { gpus: 16, offload: ["optimizer", "weights"] }, ["about 67 GiB"]],
  ["a base of 4 bits", { gpus: 4, model: "llama-3.1-405b", method: "qlora", offload: ["weights"] }, ["about 200 GiB"]],
  ["adapters, which take next to none", { gpus: 8, method: "lora", offload: ["optimizer"] }, []],
] satisfies [string, Partial<SelfHostQuestion>, string[]][])(
  "says how much of the host's memory is taken: %s",
  (_name, asked, said) => {
    const run = { model: "llama-3.1-8b", method: "full", sharding: "zero3", gpu: "h100-sxm-80", data } as const;
    const { assumptions } = answer({ ...run, ...asked });
    const notes = assumptions.filter(({ kind }) => kind === "host_memory").map(({ sentence }) => sentence);
    expect(notes).toEqual(said.map((amount) => expect.stringContaining(amount) as unknown));
  },
);

it("counts failed runs in a line of their own, which no failures empty", () => {
  const lines = (failedShare?: number): string[] =>
    (
      answer({
        model: "llama-3.1-8b",
        data: { examples: 100_000, tokensPerExample: 900 },
        ...(failedShare !== undefined && { failedShare }),
      }).cost?.offers[0]?.lines ?? []
    ).map(({ label }) => label);
  expect(lines().filter((label) => label.startsWith("Failed runs"))).toHaveLength(1);
  expect(lines(0).some((label) => label.startsWith("Failed runs"))).toBe(false);
});

describe("the cards of the headline where nobody names any", () => {
  const rates = [
    rate("spot-mi300x", "mi300x-192", 1, "0.95", { term: "spot", cloud: "one" }),
    rate("one-5090", "rtx-5090-32", 1, "0.30", { cloud: "two" }),
    ...["a", "b", "c"].map((cloud) => rate(`h100-${cloud}`, "h100-sxm-80", 1, "3.00", { cloud })),
  ];

  it("are those that several clouds rent on demand", () => {
    expect(answer({ model: "llama-3.1-8b", data }, { ...book, rates }).gpu.id).toBe("h100-sxm-80");
  });

  it("are the cheapest where no card is rented by several", () => {
    expect(answer({ model: "llama-3.1-8b", data }, { ...book, rates: rates.slice(0, 2) }).gpu.id).toBe("rtx-5090-32");
  });
});

it.each([
  ["8 bits on a card that multiplies 16", "fp8", "a100-sxm-80", true],
  ["8 bits on a card that multiplies them", "fp8", "h100-sxm-80", false],
  ["16 bits on either", "bf16", "a100-sxm-80", false],
] as const)("says that a card has no products in 8 bits: %s", (_name, precision, gpu, said) => {
  const { assumptions } = answer({ model: "llama-3.1-8b", method: "full", data, precision, gpu, gpus: 8 });
  expect(assumptions.some(({ kind }) => kind === "no_fp8")).toBe(said);
});
