import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRecord } from "../../estimator/src/check/fields.ts";
import { selfHost } from "../src/selfHost.ts";
import { explain } from "../../estimator/src/words/explain.ts";
import { rowsOnCards } from "./asked.ts";
import { book, model } from "./book.ts";

const data = { examples: 8000, tokensPerExample: 620 };
const owned = { gpu: "h100-sxm-80", gpus: 8, price: "30000", kwhPrice: "0.20" };
const serving = { inputTokens: 900, outputTokens: 120 };
const base = { model: "llama-3.1-8b", method: "lora", gpu: "h100-sxm-80", data, epochs: 3 } as const;
const llama = model("llama-3.1-8b");

/** Asks what a JSON file could hold, whatever the types say. */
function ask(question: object): ReturnType<typeof selfHost> {
  return selfHost({ ...base, ...question }, book);
}

describe("a field that cannot be", () => {
  it.each<[object, string, string]>([
    [{ optimizer: "adam" }, "wrong_kind", "adamw"],
    [{ loss: "x" }, "wrong_kind", "fused"],
    [{ targets: "al" }, "wrong_kind", "all"],
    [{ checkpointing: "x" }, "wrong_kind", "selective"],
    [{ method: "lorra" }, "wrong_kind", "lora"],
    [{ objective: "zzz" }, "wrong_kind", "dpo"],
    [{ packing: "pack" }, "wrong_kind", "packed"],
    [{ sharding: "zero4" }, "wrong_kind", "zero3"],
    [{ quantisation: 4 }, "wrong_kind", "nf4"],
    [{ compiled: "yes" }, "wrong_kind", "true or false"],
    [{ offload: "optimizer" }, "wrong_kind", "list"],
    [{ framework: "notepad" }, "unknown_framework", "notepad"],
    [{ framework: null }, "wrong_kind", "a name"],
    [{ tokens: 5 }, "unknown_field", "tokens"],
    [{ failedShare: 1 }, "bad_number", "share from 0 to 0.99"],
    [{ failedShare: -1 }, "bad_number", "-1"],
    [{ failedShare: Number.NaN }, "bad_number", "NaN"],
    [{ tuningRounds: -1 }, "bad_number", "at least 0"],
    [{ tuningRounds: Number.NaN }, "bad_number", "NaN"],
    [{ gpus: 1.5 }, "bad_number", "whole"],
    [{ epochs: 0 }, "bad_number", "at least 1"],
    [{ networkGBs: 0 }, "bad_number", "above 0"],
    [{ data: null }, "wrong_kind", "an object"],
    [{ data: { examples: 1.5, tokensPerExample: 10 } }, "bad_number", "1.5"],
    [{ data: { examples: 1, tokensPerExample: 0 } }, "bad_number", "at least 1"],
    [{ data: { tokens: [[5, -1]] } }, "wrong_kind", "pair"],
    [
      {
        data: {
          tokens: [
            [9, 1],
            [5, 1],
          ],
        },
      },
      "wrong_kind",
      "shorter",
    ],
    [{ data: { mixture: [] } }, "bad_number", "example"],
    [{ data: { mixture: [{ data, repeats: -1 }] } }, "bad_number", "above 0"],
    [{ stages: [{ data: { examples: -1, tokensPerExample: 3 } }] }, "bad_number", "0.data.examples"],
    [{ serving: { inputTokens: 0, outputTokens: 0 } }, "bad_number", "token"],
    [{ serving: { inputTokens: -1, outputTokens: 5 } }, "bad_number", "-1"],
    [{ serving: { ...serving, utilisation: 0 } }, "bad_number", "above 0"],
    [{ serving: { ...serving, utilisation: 5 } }, "bad_number", "at most 1"],
    [{ serving: { ...serving, utilisation: Number.NaN } }, "bad_number", "NaN"],
    [{ owned: { ...owned, lifeYears: 0 } }, "bad_number", "years"],
    [{ owned: { ...owned, utilisation: 0 } }, "bad_number", "above 0"],
    [{ owned: { ...owned, utilisation: 2 } }, "bad_number", "at most 1"],
    [{ owned: { ...owned, price: "abc" } }, "wrong_kind", "decimal"],
    [{ owned: { ...owned, price: 30000 } }, "wrong_kind", "decimal"],
    [{ owned: { ...owned, kwhPrice: "-1" } }, "wrong_kind", "non-negative"],
    [{ owned: { ...owned, watts: 0 } }, "bad_number", "watts"],
    [{ owned: { ...owned, gpu: "nope" } }, "unknown_gpu", "nope"],
    [{ model: null }, "wrong_kind", "name of the list"],
    [{ model: {} }, "bad_model_config", "layers"],
    [{ model: { ...llama, tied: "yes" } }, "bad_model_config", "tied"],
    [{ model: { ...llama, moe: { experts: 8, topK: 2, ffn: Number.NaN } } }, "bad_model_config", "moe.ffn"],
    [{ model: { ...llama, moe: { experts: 8, topK: 9, ffn: 64 } } }, "bad_model_config", "of 8 experts"],
    [{ model: { ...llama, linearAttention: { every: 0 } } }, "bad_model_config", "linearAttention.every"],
  ])("is refused: %j", (question, kind, words) => {
    const answer = ask(question);
    expect(answer).toMatchObject({ ok: false, problem: { kind } });
    expect(answer.ok ? "" : explain(answer.problem)).toContain(words);
  });
});

/** Numbers on the edge of what is taken, and beyond. */
const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1, 2, 8, 0.5, 1e-6, 5e-324, 1e12, 1e13, 1e308, Number.NaN, Infinity, -Infinity, 2 ** 53),
);
const words = fc.constantFrom("", "abc", "1e5", "0.5", "-1", "full", "dpo", "zero3", "h100-sxm-80", "__proto__");
const junk = fc.oneof(
  numbers,
  words,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom({ toString: 1 }, { length: 3 }, [[]]),
);

const fields: readonly (readonly [string, (value: unknown) => object])[] = [
  ...`model gpu gpus method objective rank targets quantisation upcastEmbeddings weights optimizer optimizerInBackward fusedOptimizer cacheEmptied autocast referenceFree referenceAway
      checkpointing flashAttention loss compiled precision framework experts sharding tensorParallel pipelineParallel
      expertParallel networkGBs offload maxTokens microBatch accumulation globalBatch packing data epochs stages tuningRounds
      failedShare measured owned serving stranger`
    .split(/\s+/)
    .map((name) => [name, (value: unknown) => ({ [name]: value })] as const),
  ...["examples", "tokensPerExample", "longest"].map((name) => inside("data", { ...data, packing: 1 }, name)),
  ...["inputTokens", "outputTokens", "utilisation", "requestsPerMonth"].map((name) => inside("serving", serving, name)),
  ...["tokensPerSecond", "peakGiB"].map((name) => inside("measured", {}, name)),
  ...["gpu", "gpus", "price", "currency", "lifeYears", "utilisation", "kwhPrice", "watts"].map((name) =>
    inside("owned", owned, name),
  ),
  ...Object.keys(llama).map((name) => inside("model", llama, name)),
  ...["moe", "latent", "linearAttention", "sliding", "otherParameters"].map((name) => inside("model", llama, name)),
  ["data.tokens", (value) => ({ data: { tokens: value } })],
  ["data.tokens.0", (value) => ({ data: { tokens: [[value, 3]] } })],
  ["data.tokens.1", (value) => ({ data: { tokens: [[620, value]] } })],
  ["data.mixture", (value) => ({ data: { mixture: [{ data, repeats: value }] } })],
  ["stages.epochs", (value) => ({ stages: [{ data, epochs: value }] })],
];

function inside(name: string, whole: object, field: string): readonly [string, (value: unknown) => object] {
  return [`${name}.${field}`, (value) => ({ [name]: { ...whole, [field]: value } })];
}

/** What no answer may hold, wherever it stands. */
function faults(value: unknown, path: string): string[] {
  if (typeof value === "number" && !Number.isFinite(value)) return [`${path} ${value}`];
  if (typeof value === "string" && /NaN|Infinity/.test(value)) return [`${path} ${value}`];
  if (typeof value === "string" && /(amount|low|high)$/.test(path) && value.startsWith("-"))
    return [`${path} ${value}`];
  const entries = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  return entries.flatMap(([name, part]) => faults(part, `${path}.${name}`));
}

/** What was asked is repeated in the answer; junk in it is not the answer's. */
function faultsOf(answer: ReturnType<typeof selfHost>): string[] {
  return answer.ok ? faults({ ...answer.value, input: null }, "answer") : [];
}

/** 1,500 answers of the whole price book: minutes on a machine that does other things as well. */
const patience = { timeout: 300_000 };

describe("whatever a question holds", patience, () => {
  it("nothing is thrown, and no answer holds NaN, Infinity or a negative amount", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), junk, ([, put], value) => {
        expect(faultsOf(ask({ serving, owned, ...put(value) }))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it("the same holds of several fields at once, of rows and of training from scratch", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...fields), junk), { maxLength: 5 }), (put) => {
        const question = { ...base, ...Object.assign({}, ...put.map(([[, one], value]) => one(value))) };
        expect(faultsOf(selfHost({ ...question, objective: "scratch" }, book))).toEqual([]);
        const rows = rowsOnCards(question, book);
        expect(rows.ok ? faults(rows.value, "rows") : []).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("the same holds of numbers that are taken, however large or small", () => {
    const count = fc.constantFrom(1, 2, 8, 64, 1000, 1e6, 1e12);
    const large = fc.record(
      {
        gpus: count,
        microBatch: count,
        accumulation: count,
        epochs: count,
        tuningRounds: fc.constantFrom(0, 1, 1e12),
        failedShare: fc.constantFrom(0, 1e-300, 0.99),
        networkGBs: fc.constantFrom(0.001, 1e12),
        maxTokens: fc.constantFrom(1, 131072),
        data: fc.record({ examples: count, tokensPerExample: count }),
        measured: fc.record({ tokensPerSecond: fc.constantFrom(0.001, 1e12), peakGiB: fc.constantFrom(0.001, 1e12) }),
        serving: fc.record({
          inputTokens: fc.constantFrom(0, 1e-300, 1, 1e12),
          outputTokens: fc.constantFrom(1, 1e6, 1e12),
          utilisation: fc.constantFrom(1e-6, 1),
        }),
        owned: fc.record({
          gpu: fc.constant("h100-sxm-80"),
          gpus: count,
          price: fc.constantFrom("0", "0.0000001", `${"9".repeat(60)}.5`),
          kwhPrice: fc.constantFrom("0", "1000000"),
          lifeYears: fc.constantFrom(0.01, 100),
          utilisation: fc.constantFrom(1e-6, 1),
          watts: fc.constantFrom(1, 1e6),
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(large, (question) => {
        expect(faultsOf(ask(question))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([null, undefined, 3, "text", []])("a question that is %j is refused", (question) => {
    expect(selfHost(question as never, book)).toMatchObject({ ok: false, problem: { kind: "wrong_kind" } });
  });
});
