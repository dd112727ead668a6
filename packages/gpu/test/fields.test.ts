import { expect, it } from "vitest";
import type { KindsOf } from "@tunecast/estimator/fields";
import type { WordOptions } from "../src/model/runWords.ts";
import type { OwnedCards, RunData, SelfHostQuestion, ServingOptions } from "../src/run/question.ts";
import { measuredGroup, ownedGroup, runGroup, servingGroup } from "../src/run/fields.ts";

type Apart = keyof WordOptions | keyof RunData | "model" | "offload" | "measured" | "owned" | "serving";

/** The kinds that the types of a question ask for: this does not compile with another, nor where one is missing. */
const kinds: {
  readonly run: KindsOf<Omit<SelfHostQuestion, Apart>>;
  readonly measured: KindsOf<NonNullable<SelfHostQuestion["measured"]>>;
  readonly owned: KindsOf<OwnedCards>;
  readonly serving: KindsOf<ServingOptions>;
} = {
  run: {
    rank: "whole?",
    trainEmbeddings: "flag?",
    upcastEmbeddings: "flag?",
    optimizerInBackward: "flag?",
    fusedOptimizer: "flag?",
    cacheEmptied: "flag?",
    flashAttention: "flag?",
    compiled: "flag?",
    framework: "text?",
    gpus: "count?",
    tensorParallel: "count?",
    pipelineParallel: "count?",
    virtualStages: "count?",
    expertParallel: "count?",
    contextParallel: "count?",
    linkGBs: "above0?",
    networkGBs: "above0?",
    maxTokens: "count?",
    microBatch: "count?",
    accumulation: "count?",
    images: "whole?",
    imageWidth: "count?",
    imageHeight: "count?",
    trainTower: "flag?",
    environmentSeconds: "number?",
    judgeSeconds: "number?",
    epochs: "count?",
    gpu: "text?",
    tuningRounds: "whole?",
    failedShare: "share?",
  },
  measured: {
    tokensPerSecond: "above0?",
    peakGiB: "above0?",
  },
  owned: {
    gpu: "text",
    gpus: "count",
    price: "amount",
    currency: "text?",
    lifeYears: "above0?",
    utilisation: "share?",
    kwhPrice: "amount",
    watts: "above0?",
  },
  serving: {
    inputTokens: "number",
    outputTokens: "number",
    utilisation: "share?",
    requestsPerMonth: "number?",
  },
};

it("the fields of a run have the kinds of their types", () => {
  const groups = { run: runGroup, measured: measuredGroup, owned: ownedGroup, serving: servingGroup };
  for (const [name, group] of Object.entries(groups))
    expect(group.kinds, name).toEqual(kinds[name as keyof typeof kinds]);
});
