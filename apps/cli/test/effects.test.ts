import { rows, type FieldPath } from "@tunecast/estimator/fields";
import { runRows } from "@tunecast/gpu";
import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import type { Outcome } from "../src/read/host.ts";
import { around } from "./host.ts";

/** What a field is toggled to, on which command its answer must change, and what has to stand beside it for that. */
type Effect = readonly [value: string, on?: Command | undefined, ...beside: readonly string[]];
type Command = "estimate" | "advise" | "plan";

const pilots = "n,value,se\n125,0.71,0.02\n250,0.745,0.02\n500,0.775,0.02\n1000,0.80,0.02\n";
const texts = {
  "p.csv": pilots,
  "own.json": JSON.stringify({ discounts: [{ provider: "openai", percent: "10", source: "contract" }] }),
};

const mini = "openai/gpt-4.1-mini-2025-04-14:sft";
const hosted = "azure/gpt-4.1-mini:sft@regional";
const job = ["--examples", "8000", "--tokens-per-example", "620"];
const use = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120", "--months", "3"];
/** The command that a field is toggled on. */
const bases: Readonly<Record<Command, readonly string[]>> = {
  estimate: [...job, ...use],
  advise: [...job, ...use, "--way", "few_shot=1860", "--label-cost", "0.40"],
  plan: [...job, "--budget", "900", "--label-cost", "0.40", "--pilots", "p.csv", "--value-per-point", "400"],
};
const model = ["--model", mini];
const onHosted = ["--model", hosted];
const labelled = [...model, "--eval-items", "300", "--eval-cost", "0.05"];
const teacher = ["--teacher", "model=openai/gpt-5,input=800,output=200"];
const ranged = [...model, "--label-cost", "0.20..0.60"];

/**
 * A value that must change an answer, for every field of the question: a new field does not compile without one. It is
 * toggled on the other commands as well, where a notice or a refusal does.
 */
const effects: Readonly<Record<FieldPath, Effect>> = {
  asOf: ["2024-06-01", "estimate", ...model],
  hoursPerMonth: ["700", "estimate", ...onHosted],
  offers: ["openai/gpt-4.1-2025-04-14:sft", "advise"],
  today: ["prompt", "advise", ...model],
  dataStays: ["true", "advise", "--self-host", "llama-3.1-8b:qlora"],
  priceFactor: ["0.8..1.1", "advise", ...model],
  seed: ["7", "advise", ...ranged],
  "job.examples": ["9000", "estimate", ...model],
  "job.tokensPerExample": ["700", "estimate", ...model],
  "job.epochs": ["2", "estimate", ...model],
  "job.evaluations": ["5", "estimate", ...model, "--validation", "examples=100,tokens-per-example=300"],
  "job.packing": ["false", "estimate", "--model", "fireworks/qwen3-8b:sft-lora"],
  "job.maxSequenceTokens": ["4096", "estimate", "--set", "job.packing=false", "--as-of", "2025-06-01"],
  "job.checkpointGigabytes": ["16", "estimate"],
  "job.steps": ["500", "estimate", "--as-of", "2025-06-01"],
  "job.hours": ["3.5", "estimate", "--method", "rft"],
  "job.graderInputTokens": ["4000000", "estimate", "--method", "rft", "--set", "job.hours=3"],
  "job.graderOutputTokens": ["350000", "estimate", "--method", "rft", "--set", "job.hours=3"],
  "job.imagesSeen": ["6400", "estimate"],
  "job.mixedInTokens": ["2000000", "estimate"],
  "job.thinkingTurns": ["5", "estimate"],
  "job.rollouts.perPrompt": ["4", "estimate", "--method", "rft", "--rollouts", "tokens=600"],
  "job.rollouts.tokens": ["900", "estimate", "--method", "rft", "--rollouts", "tokens=600"],
  "job.rollouts.turns": ["3", "estimate", "--method", "rft", "--rollouts", "tokens=600"],
  "job.rollouts.addedTokens": ["90", "estimate", "--method", "rft", "--rollouts", "tokens=600,turns=3"],
  "traffic.requestsPerMonth": ["300k", "estimate", ...model],
  "traffic.inputTokens": ["950", "estimate", ...model],
  "traffic.cachedInputTokens": ["500", "estimate", ...model],
  "traffic.outputTokens": ["130", "estimate", ...model],
  "traffic.batchShare": ["0.5", "estimate", ...model],
  "traffic.months": ["2", "estimate", ...model],
  "traffic.deployedHoursPerMonth": ["300", "estimate", ...onHosted],
  "traffic.growthPerMonth": ["0.05", "advise", ...model],
  "alternative.kind": ["prompt", "estimate", ...model, "--alternative", "rag=1600"],
  "alternative.extraInputTokens": ["900", "estimate", ...model, "--alternative", "rag=1600"],
  "alternative.monthlyCost": ["35", "estimate", ...model, "--alternative", "rag=1600"],
  "only.providers": ["azure", "estimate"],
  "only.models": ["gpt-4.1-2025-04-14", "estimate"],
  "only.methods": ["dpo", "estimate"],
  "only.status": ["open", "estimate"],
  "only.variants": ["regional", "estimate"],
  "only.minContext": ["100000", "estimate"],
  "only.maxParameters": ["8", "estimate"],
  "only.licences": ["apache-2.0", "estimate"],
  "only.residency": ["EU", "estimate"],
  "only.includeStale": ["true", "estimate", "--as-of", "2028-01-28"],
  "project.examplesOwned": ["5000", "plan", ...model],
  "project.labelCost": ["0.80", "plan", ...model],
  "project.tuningRounds": ["3", "advise", ...model],
  "project.failedRuns": ["0.2", "advise", ...model],
  "project.platformFee": ["50", "advise", ...model],
  "project.platformFeePerMonth": ["20", "advise", ...model],
  "project.retrainEveryMonths": ["2", "advise", ...model],
  "project.monitoringItemsPerMonth": ["60", "advise", ...labelled],
  "project.teacher.model": ["anthropic/claude-haiku-4-5", "advise", ...model, ...teacher],
  "project.teacher.inputTokens": ["900", "advise", ...model, ...teacher],
  "project.teacher.outputTokens": ["300", "advise", ...model, ...teacher],
  "project.teacher.samplesPerKept": ["2", "advise", ...model, ...teacher],
  "project.evaluation.items": ["400", "advise", ...labelled],
  "project.evaluation.models": ["5", "advise", ...labelled],
  "project.evaluation.costPerItem": ["0.10", "advise", ...labelled],
  "project.evaluation.judge.model": ["openai/gpt-5", "advise", ...judged("openai/gpt-5-mini")],
  "project.evaluation.judge.inputTokens": ["1200", "advise", ...judged("openai/gpt-5")],
  "project.evaluation.judge.outputTokens": ["50", "advise", ...judged("openai/gpt-5")],
  "spend.budget": ["20", "estimate", ...model],
  "spend.max": ["20", "estimate", ...model],
  "spend.maxMonthly": ["20", "estimate", ...model],
  "spend.warn": ["20", "estimate", ...model],
  "pilots.at": ["2000", undefined, ...model],
  "pilots.target": ["0.85", "plan", ...model],
  "pilots.valuePerPoint": ["600", "plan", ...model],
  "pilots.cost": ["55", undefined, ...model],
  "pilots.trainingCost": ["0.01", undefined, ...model],
  "pilots.metric": ["error", "plan", ...model],
  "pilots.direction": ["lower", undefined, ...model],
  "pilots.lower": ["0.2", undefined, ...model],
  "pilots.upper": ["0.95", undefined, ...model],
  "pilots.chance": ["0.5", undefined, ...model],
  "pilots.unit": ["percent", undefined, ...model],
  "pilots.testSize": ["400", "plan", ...model],
  "pilots.nested": ["false", undefined, ...model],
};

function judged(name: string): readonly string[] {
  const of = (field: string, value: string): readonly string[] => [
    "--set",
    `project.evaluation.judge.${field}=${value}`,
  ];
  return [...labelled, ...of("model", name), ...of("inputTokens", "900"), ...of("outputTokens", "20")];
}

async function told(command: string, argv: readonly string[]): Promise<Outcome> {
  return run([command, "--format", "json", ...argv], around(texts));
}

/** Fields that only name something: the name stands in the answer's echo, and nowhere else. */
const labels: ReadonlySet<string> = new Set<FieldPath>(["alternative.kind"]);

/** The answer without its echo of the question. */
function echoless(outcome: Outcome): string {
  if (!outcome.stdout.startsWith("{")) return outcome.stdout;
  const { input: _input, asOf: _day, seed: _seed, ...answer } = JSON.parse(outcome.stdout) as Record<string, unknown>;
  return JSON.stringify(answer);
}

const changes = { answers: 0, notices: 0, refusals: 0 };
const names = Object.keys(bases) as Command[];

describe("a field of the question is never ignored", () => {
  it("is toggled whole: every path has its value", () => {
    expect(Object.keys(effects).toSorted()).toEqual(rows.map(({ path }) => path).toSorted());
  });

  it.each(Object.entries(effects))("%s", async (path, [value, on, ...beside]) => {
    for (const command of names) {
      const own = command === on ? beside : model;
      const base = [...bases[command], ...own];
      const [before, after] = [await told(command, base), await told(command, [...base, "--set", `${path}=${value}`])];
      expect(before.stdout, `${command} ${base.join(" ")}: ${before.stderr}`).not.toBe("");
      const isRefused = after.exitCode === 2;
      const said = labels.has(path) ? ({ stdout }: Outcome): string => stdout : echoless;
      const isChanged = !isRefused && said(before) !== said(after);
      const isSaid = before.stderr !== after.stderr;
      expect(isRefused || isChanged || isSaid, `${command} ignores ${path}`).toBe(true);
      expect(command !== on || isChanged || isSaid, `${command}: ${after.stderr}`).toBe(true);
      changes[isRefused ? "refusals" : isChanged ? "answers" : "notices"] += 1;
    }
  });

  it("prints what the toggles did", () => {
    const { answers, notices, refusals } = changes;
    console.log(
      `${rows.length} fields on ${names.length} commands: ${answers} changed the answer, ${notices} a notice, ${refusals} a refusal; 0 silent.`,
    );
    expect(answers).toBeGreaterThan(rows.length / 2);
  });
});

const tuned = ["--method", "lora", "--gpu", "a100-sxm-80", "--examples", "8000", "--tokens-per-example", "620"];
const llama = ["--model", "llama-3.1-8b", ...tuned];
const mixture = ["--model", "qwen3-30b-a3b", ...tuned, "--gpus", "4"];
const pictures = ["--model", "vision/config.json", ...tuned, "--set", "images=1"];
const onOwn = [...llama, "--owned", "gpu=a100-sxm-80,gpus=8,price=15000,kwh=0.2"];
const drawn = [...llama, "--objective", "grpo", "--rollouts", "tokens=300"];
const served = [...llama, "--input-tokens", "900", "--output-tokens", "120"];
const eight = [...llama, "--gpus", "8"];

/** A model of 0.5 billion parameters with a tower of its own. */
const vision = JSON.stringify({
  model_type: "qwen2_5_vl",
  hidden_size: 1024,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  intermediate_size: 4096,
  vocab_size: 151_936,
  max_position_embeddings: 32_768,
  vision_config: { hidden_size: 1280, depth: 32, num_heads: 16, intermediate_size: 3420, patch_size: 14 },
});

/** A value that must change the answer about GPUs, for every field of a run, and what stands beside it. */
const runEffects: Readonly<Record<string, readonly [value: string, beside: readonly string[]]>> = {
  rank: ["64", llama],
  trainEmbeddings: ["true", llama],
  upcastEmbeddings: ["false", [...llama, "--method", "qlora"]],
  optimizerInBackward: ["true", [...llama, "--method", "full"]],
  fusedOptimizer: ["false", [...llama, "--method", "full"]],
  cacheEmptied: ["true", llama],
  autocast: ["false", llama],
  flashAttention: ["false", llama],
  compiled: ["true", llama],
  framework: ["unsloth", llama],
  gpus: ["4", llama],
  tensorParallel: ["2", eight],
  pipelineParallel: ["2", eight],
  virtualStages: ["2", [...eight, "--set", "pipelineParallel=2"]],
  expertParallel: ["4", mixture],
  contextParallel: ["2", eight],
  linkGBs: ["20", [...eight, "--sharding", "fsdp"]],
  networkGBs: ["10", [...llama, "--gpus", "16", "--sharding", "fsdp"]],
  maxTokens: ["4096", llama],
  microBatch: ["4", llama],
  accumulation: ["8", llama],
  globalBatch: ["64", llama],
  images: ["2", pictures],
  imageWidth: ["448", pictures],
  imageHeight: ["448", pictures],
  trainTower: ["true", pictures],
  completionsPerRound: ["2048", drawn],
  referenceFree: ["true", drawn],
  referenceAway: ["true", [...llama, "--method", "full", "--objective", "dpo"]],
  environmentSeconds: ["20", drawn],
  judgeSeconds: ["9", drawn],
  epochs: ["3", llama],
  gpu: ["h100-sxm-80", llama],
  tuningRounds: ["2", llama],
  failedShare: ["0.4", llama],
  "serving.inputTokens": ["1200", served],
  "serving.outputTokens": ["300", served],
  "serving.utilisation": ["0.9", served],
  "serving.requestsPerMonth": ["1e7", served],
  "owned.gpu": ["h100-sxm-80", onOwn],
  "owned.gpus": ["4", onOwn],
  "owned.price": ["25000", onOwn],
  "owned.currency": ["EUR", onOwn],
  "owned.lifeYears": ["2", onOwn],
  "owned.utilisation": ["0.9", onOwn],
  "owned.kwhPrice": ["0.5", onOwn],
  "owned.watts": ["2000", onOwn],
  "measured.tokensPerSecond": ["3000", llama],
  "measured.peakGiB": ["30", llama],
  weights: ["fp32", llama],
  precision: ["fp8", [...llama, "--gpu", "h100-sxm-80"]],
  experts: ["loop", mixture],
  dispatcher: ["alltoall", [...mixture.slice(0, -1), "16", "--set", "expertParallel=16"]],
  attention: ["eager", llama],
  host: ["windows", llama],
};

describe("a field of a run on GPUs is never ignored", () => {
  const files = around({ "vision/config.json": vision });

  it("is toggled whole: every path has its value", () => {
    expect([...Object.keys(runEffects), "stretched"].toSorted()).toEqual(runRows.map(({ path }) => path).toSorted());
  });

  it("stretched takes rows that are refused without it", async () => {
    const long = ["gpu", "--format", "json", ...llama, "--max-tokens", "200000"];
    const [before, after] = [await run(long, files), await run([...long, "--set", "stretched=true"], files)];
    expect([before.exitCode, before.stdout]).toEqual([2, ""]);
    expect(after.stdout).toContain('"maxTokens": 200000');
  });

  it.each(Object.entries(runEffects))("%s", async (path, [value, beside]) => {
    const ask = (...more: readonly string[]): Promise<Outcome> =>
      run(["gpu", "--format", "json", ...beside, ...more], files);
    const [before, after] = [await ask(), await ask("--set", `${path}=${value}`)];
    expect(before.stdout, before.stderr).not.toBe("");
    expect(after.stdout, after.stderr).not.toBe("");
    expect(echoless(after), `gpu ignores ${path}`).not.toBe(echoless(before));
  });
});
