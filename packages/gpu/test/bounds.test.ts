import { describe, expect, it } from "vitest";
import type { SelfHostBook } from "../src/run/question.ts";
import { readQuestion } from "../src/run/readQuestion.ts";
import { book, model } from "./book.ts";

const data = { examples: 100, tokensPerExample: 200 };
const serving = { inputTokens: 500, outputTokens: 100 };
const owned = { gpu: "h100-sxm-80", price: "30000", kwhPrice: "0.2" };

/** What becomes of a question: `taken`, or the kind of the problem and the field that it names. */
function outcome(question: object, from: SelfHostBook = book): string {
  const asked = readQuestion({ model: "llama-3.1-8b", method: "lora", ...question }, from);
  if (asked.ok) return "taken";
  const { kind } = asked.problem;
  const field = asked.problem["option"] ?? asked.problem["field"] ?? "";
  return `${kind} ${String(field)}`.trim();
}

describe("the least and the most of a number", () => {
  const most = 1e12;
  it.each<[field: string, put: (value: number) => object, taken: readonly number[], refused: readonly number[]]>([
    ["epochs", (epochs) => ({ epochs }), [1, 2, most], [0, 0.5, 1.5, -1, most + 1, Infinity, Number.NaN]],
    ["tuningRounds", (tuningRounds) => ({ tuningRounds }), [0, 1, most], [-1, 0.5, most + 1]],
    ["failedShare", (failedShare) => ({ failedShare }), [0, 0.5, 0.99], [-0.01, 0.991, 1]],
    ["linkGBs", (linkGBs) => ({ linkGBs }), [0.001, 1, most], [0, 0.0009]],
    ["environmentSeconds", (environmentSeconds) => ({ environmentSeconds }), [0], [-0.1]],
    ["data.examples", (examples) => ({ data: { ...data, examples } }), [1, most], [0, 1.5, most + 1]],
    [
      "data.tokensPerExample",
      (tokensPerExample) => ({ data: { ...data, tokensPerExample } }),
      [1, 1.5, 200],
      [0, 0.99],
    ],
    ["data.longest", (longest) => ({ data: { ...data, longest } }), [1, 2000], [0, 0.5]],
    [
      "data.tokenRange",
      (low) => ({ data: { tokens: [[9, 1]], tokenRange: { low, high: 1 } } }),
      [0, 0.5, 1],
      [-0.1, 1.1],
    ],
    ["data.tokenRange", (high) => ({ data: { tokens: [[9, 1]], tokenRange: { low: 1, high } } }), [1, 3], [0.99]],
    ["data.mixture", (repeats) => ({ data: { mixture: [{ data, repeats }] } }), [1e-12, 1, 3], [0, 1e-13]],
    ["stages", (epochs) => ({ data, stages: [{ data, epochs }] }), [1, 3], [0, 0.5]],
    ["serving.inputTokens", (inputTokens) => ({ serving: { ...serving, inputTokens } }), [0, 0.5], [-1]],
    ["serving.requestsPerMonth", (requestsPerMonth) => ({ serving: { ...serving, requestsPerMonth } }), [0, 1], [-1]],
    ["owned.lifeYears", (lifeYears) => ({ owned: { ...owned, lifeYears } }), [0.01, 100], [0.009, 100.1]],
    ["owned.utilisation", (utilisation) => ({ owned: { ...owned, utilisation } }), [1e-6, 1], [0, 9e-7, 1.01]],
    ["owned.watts", (watts) => ({ owned: { ...owned, watts } }), [1, 1e6], [0.9, 1_000_001]],
    ["owned.gpus", (gpus) => ({ owned: { ...owned, gpus } }), [1], [0, 0.5]],
    ["measured.peakGiB", (peakGiB) => ({ measured: { peakGiB } }), [0.001], [0.0009]],
    ["rollouts.tokens", (tokens) => ({ objective: "grpo", rollouts: { tokens } }), [1, 1.5], [0.9]],
    ["rollouts.turns", (turns) => ({ objective: "grpo", rollouts: { tokens: 9, turns } }), [1], [0, 1.5]],
    ["rollouts.addedTokens", (addedTokens) => ({ objective: "grpo", rollouts: { tokens: 9, addedTokens } }), [0], [-1]],
  ])("of %s", (field, put, taken, refused) => {
    for (const value of taken) expect([value, outcome(put(value))]).toEqual([value, "taken"]);
    for (const value of refused) expect(outcome(put(value))).toMatch(new RegExp(`^bad_number ${field}`));
  });

  it("of a request is one token, read or written", () => {
    const both = (inputTokens: number, outputTokens: number) => outcome({ serving: { inputTokens, outputTokens } });
    expect([both(1, 0), both(0, 1), both(0.5, 0.5)]).toEqual(["taken", "taken", "taken"]);
    expect([both(0, 0), both(0.5, 0.4)]).toEqual(["bad_number serving.inputTokens", "bad_number serving.inputTokens"]);
  });
});

describe("a histogram", () => {
  const of = (...tokens: readonly unknown[]): string => outcome({ data: { tokens } });

  it.each<[bars: readonly unknown[], outcome: string]>([
    [
      [
        [0, 3],
        [1, 1],
      ],
      "taken",
    ],
    [
      [
        [5, 3],
        [5, 1],
      ],
      "taken",
    ],
    [
      [
        [5, 3],
        [6, 0],
      ],
      "taken",
    ],
    [
      [
        [5, 3],
        [4, 1],
      ],
      "wrong_kind data.tokens.1",
    ],
    [[[5, 3], [6]], "wrong_kind data.tokens.1"],
    [[[5, 3, 1]], "wrong_kind data.tokens.0"],
    [["5,3"], "wrong_kind data.tokens.0"],
    [[[5.5, 3]], "wrong_kind data.tokens.0"],
    [[[5, 0.5]], "wrong_kind data.tokens.0"],
    [[[-1, 3]], "wrong_kind data.tokens.0"],
    [[[5, -3]], "wrong_kind data.tokens.0"],
    // One example of one token at least.
    [[], "bad_number data"],
    [[[0, 3]], "bad_number data"],
    [[[5, 0]], "bad_number data"],
  ])("of %j is %s", (bars, said) => {
    expect(of(...bars)).toBe(said);
  });

  it("is a list, and its notes say what they are", () => {
    expect(outcome({ data: { tokens: "5" } })).toBe("wrong_kind data.tokens");
    const noted = (note: object): string => outcome({ data: { tokens: [[5, 1]], notes: [note] } });
    expect(noted({ kind: "a", sentence: "b" })).toBe("taken");
    expect(noted({ kind: "a", sentence: "b", source: "c", part: "training", facts: { n: 1 } })).toBe("taken");
    expect(noted({ kind: "a" })).toBe("wrong_kind data.notes.0.sentence");
    expect(noted({ kind: "a", sentence: "b", part: "all" })).toBe("wrong_kind data.notes.0.part");
    expect(noted({ kind: "a", sentence: "b", facts: 3 })).toBe("wrong_kind data.notes.0.facts");
    expect(noted({ kind: "a", sentence: "b", source: 3 })).toBe("wrong_kind data.notes.0.source");
  });
});

describe("a field of another kind", () => {
  it.each<[question: object, said: string]>([
    [{ model: 3 }, "wrong_kind model"],
    [{ model: undefined }, "wrong_kind model"],
    [{ compiled: "yes" }, "wrong_kind compiled"],
    [{ compiled: false }, "taken"],
    [{ framework: 3 }, "wrong_kind framework"],
    [{ framework: "notepad" }, "unknown_framework"],
    [{ host: "macos" }, "wrong_kind host"],
    [{ offload: "optimizer" }, "wrong_kind offload"],
    [{ offload: ["optimiser"] }, "wrong_kind offload.0"],
    [{ offload: ["optimizer"] }, "taken"],
    [{ data: 3 }, "wrong_kind data"],
    [{ data: { ...data, tokens: 3 } }, "unknown_field data.examples"],
    [{ serving: { inputTokens: 5 } }, "bad_number serving.outputTokens"],
    [{ serving: 3 }, "wrong_kind serving"],
    [{ owned: { ...owned, price: 3 } }, "wrong_kind owned.price"],
    [{ owned: { ...owned, gpu: "h9000" } }, "unknown_gpu"],
    [{ owned: { ...owned, currency: 3 } }, "wrong_kind owned.currency"],
    [{ gpu: "h9000" }, "unknown_gpu"],
    [{ gpu: "NVIDIA H100 80GB HBM3" }, "taken"],
    [{ stages: [{ epochs: 1 }] }, "wrong_kind stages.0.data"],
  ])("%j: %s", (question, said) => {
    expect(outcome(question)).toBe(said);
  });
});

describe("cards that are alone", () => {
  const problemOf = (question: object) => {
    const asked = readQuestion({ model: "llama-3.1-8b", ...question }, book);
    return asked.ok ? asked.value.run.profile.id : asked.problem;
  };

  it("share their memory with one machine", () => {
    expect(problemOf({ gpu: "dgx-spark-128", framework: "hf" })).toBe("hf");
    expect(problemOf({ gpu: "dgx-spark-128", gpus: 2 })).toEqual({
      kind: "conflicting_options",
      first: "gpu=dgx-spark-128",
      second: "gpus=2",
      change: "use gpus=1: its memory belongs to one machine",
    });
  });

  it("or are programmed by XLA alone, which is taken where no framework is named", () => {
    const tpu = book.hardware.find(({ kind }) => kind === "tpu")?.id ?? "";
    expect(problemOf({ gpu: tpu, gpus: 4 })).toBe("xla");
    expect(problemOf({ gpu: tpu, gpus: 4, framework: "maxtext" })).toBe("xla");
    expect(problemOf({ gpu: tpu, framework: "unsloth" })).toEqual({
      kind: "conflicting_options",
      first: `gpu=${tpu}`,
      second: "framework=unsloth",
      change: "use framework=maxtext, or leave the framework out",
    });
  });
});

describe("a book", () => {
  it("has lists of models and cards, of known architectures, and nothing that is not read", () => {
    const [first, ...rest] = book.hardware;
    const odd = { ...first, architecture: "rubin" };
    const from = (other: object): string => outcome({}, other as SelfHostBook);
    expect(from(book)).toBe("taken");
    expect(from({ ...book, models: {} })).toBe("wrong_kind book.models");
    expect(from({ ...book, hardware: {} })).toBe("wrong_kind book.hardware");
    expect(from({ ...book, hardware: [first, ...rest, odd] })).toBe(
      `wrong_kind book.hardware.${book.hardware.length}.architecture`,
    );
    expect(from({ ...book, hardware: [odd, ...rest] })).toBe("wrong_kind book.hardware.0.architecture");
    expect(from({ ...book, machines: [] })).toBe("unknown_field book.machines");
  });

  it("says of a name which of its models is meant, and notes where layers mix their tokens otherwise", () => {
    const notes = (name: string) => {
      const asked = readQuestion({ model: name }, book);
      return asked.ok ? (asked.value.shape.notes ?? []).map(({ kind }) => kind) : [asked.problem.kind];
    };
    expect(notes("llama-3.1-8b")).toEqual([]);
    expect(notes("meta-llama/Llama-3.1-8B")).toEqual([]);
    const mixed = book.models.find(({ mixers }) => mixers !== undefined)?.id ?? "";
    expect(notes(mixed)).toHaveLength(1);
    const asked = readQuestion({ model: "llama-3.1-8b" }, book);
    expect(asked.ok && asked.value.shape.context).toBe(model("llama-3.1-8b").context);
  });
});
