import { groups, wayGroups } from "@tunecast/estimator/fields";
import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import type { Outcome } from "../src/read/host.ts";
import { around } from "./host.ts";

/** A question file: fields that stand in lists have no path of their own and are stated there. */
type Tree = Readonly<Record<string, unknown>>;

const mini = "openai/gpt-4.1-mini-2025-04-14:sft";
const job = { examples: 8000, tokensPerExample: 620 };
const traffic = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 6 };
const vectors = { perMillion: "0.02", documentTokens: 5_000_000, queryTokens: 40 };
const measured = { score: 0.74, low: 0.72, high: 0.76, metric: "accuracy", known: "measured" };

/** What a field of a way becomes, beside which other fields of that way. */
const ways: Readonly<Record<string, readonly [value: unknown, beside?: Tree]>> = {
  id: ["notes"],
  kind: ["longer_prompt"],
  model: ["openai/gpt-5"],
  extraInputTokens: [1900],
  cachedInputTokens: [1200],
  outputTokens: [180],
  calls: [2],
  once: ["250"],
  monthly: ["35"],
  "embedding.perMillion": ["0.13", { kind: "rag", embedding: vectors }],
  "embedding.documentTokens": [9_000_000_000, { kind: "rag", embedding: vectors }],
  "embedding.queryTokens": [4000, { kind: "rag", embedding: vectors }],
};

const qualities: Tree = {
  score: 0.73,
  low: 0.6,
  high: 0.9,
  metric: "f1",
  lowerIsBetter: true,
  known: "assumed",
};

/** What a field of a further stage becomes, on which offers. */
const stages: Readonly<Record<string, readonly [value: unknown, question?: Tree]>> = {
  examples: [3000],
  tokensPerExample: [900],
  epochs: [5],
  steps: [700, { asOf: "2025-06-01" }],
  hours: [7, { only: { methods: ["rft"] } }],
  graderInputTokens: [9_000_000, { only: { methods: ["rft"] } }],
  graderOutputTokens: [900_000, { only: { methods: ["rft"] } }],
  imagesSeen: [6400],
  mixedInTokens: [2_000_000],
  thinkingTurns: [5],
};

async function told(command: string, question: Tree): Promise<Outcome> {
  return run([command, "question.json", "--format", "json"], around({ "question.json": JSON.stringify(question) }));
}

/** The answer without its echo of the question. */
function answerOf({ stdout, stderr }: Outcome): string {
  expect(stdout, stderr).toMatch(/^\{/);
  const { input: _input, asOf: _day, seed: _seed, ...answer } = JSON.parse(stdout) as Tree;
  return JSON.stringify(answer);
}

/** Whether the second question gets another answer, another notice, or a refusal that says why. */
async function isFelt(command: string, before: Tree, after: Tree): Promise<boolean> {
  const [first, second] = [await told(command, before), await told(command, after)];
  const start = answerOf(first);
  if (second.exitCode === 2) return second.stderr !== "";
  return answerOf(second) !== start || first.stderr !== second.stderr;
}

/** The tree with the value at the path. */
function withAt(tree: Tree, path: string, value: unknown): Tree {
  const [name = "", ...rest] = path.split(".");
  const below = (tree[name] ?? {}) as Tree;
  return { ...tree, [name]: rest.length === 0 ? value : withAt(below, rest.join("."), value) };
}

function fieldsOf(of: typeof groups): string[] {
  return Object.entries(of).flatMap(([group, { kinds }]) =>
    Object.keys(kinds).map((name) => (group === "" ? name : `${group}.${name}`)),
  );
}

describe("a field of a list is never ignored", () => {
  it("is toggled for every field of a way", () => {
    expect(Object.keys(ways).toSorted()).toEqual(fieldsOf(wayGroups).toSorted());
  });

  it.each(Object.entries(ways))("ways: %s", async (path, [value, beside = {}]) => {
    const way = { kind: "few_shot", extraInputTokens: 1860, ...beside };
    const question = (one: Tree): Tree => ({ job, traffic, offers: [mini], ways: [{ kind: "prompt" }, one] });
    expect(await isFelt("advise", question(way), question(withAt(way, path, value)))).toBe(true);
  });

  it.each(Object.entries(qualities))("quality: %s", async (name, value) => {
    const way = { kind: "few_shot", extraInputTokens: 1860 };
    const question = (quality: Tree): Tree => ({
      job,
      traffic,
      offers: [mini],
      ways: [way],
      quality: { [mini]: { ...measured, score: 0.8, low: 0.78, high: 0.82 }, few_shot: quality },
    });
    expect(await isFelt("advise", question(measured), question({ ...measured, [name]: value }))).toBe(true);
  });

  it("is toggled for every quantity that a stage states anew", () => {
    const quantities = Object.keys(groups["job"]?.kinds ?? {}).filter((name) => Object.hasOwn(stages, name));
    expect(quantities.toSorted()).toEqual(Object.keys(stages).toSorted());
  });

  it.each(Object.entries(stages))("stages: %s", async (name, [value, more = {}]) => {
    const stage = { examples: 2000, tokensPerExample: 500 };
    const question = (one: Tree): Tree => ({ job: { ...job, epochs: 2, stages: [one] }, traffic, ...more });
    expect(await isFelt("estimate", question(stage), question({ ...stage, [name]: value }))).toBe(true);
  });

  it.each(["examples", "tokensPerExample"])("validation: %s", async (name) => {
    const validation = { examples: 300, tokensPerExample: 400 };
    const question = (one: Tree): Tree => ({
      job: { ...job, evaluations: 5, validation: one },
      only: { methods: ["sft-lora"] },
    });
    expect(await isFelt("estimate", question(validation), question({ ...validation, [name]: 900 }))).toBe(true);
  });
});
