import { describe, expect, it } from "vitest";
import { isCounted, isRolled, questionOf } from "../../src/config/question.ts";
import type { SomeSettings } from "../../src/config/settings.ts";

const ddp = { framework: "hf", spreads: "ddp" } as const;
const own = { framework: "torchtune", spreads: "fsdp" } as const;
const model = "Qwen/Qwen3-8B";
const asked = (settings: SomeSettings, trainer: Parameters<typeof questionOf>[1] = ddp) =>
  questionOf({ model, ...settings }, trainer);

describe("the method of a config", () => {
  const method = (settings: SomeSettings) => {
    const { method: taught, quantisation } = asked(settings);
    return quantisation === undefined ? taught : `${taught} ${quantisation}`;
  };
  it.each<[settings: SomeSettings, said: string]>([
    [{}, "full"],
    [{ adapter: "none", bits4: true }, "full"],
    [{ adapter: "lora" }, "lora"],
    [{ adapter: "lora", bits4: false, bits8: false, gptq: false }, "lora"],
    [{ adapter: "qlora" }, "qlora nf4-double"],
    [{ adapter: "qlora", doubleQuant: false }, "qlora nf4"],
    [{ adapter: "lora", bits4: true }, "qlora nf4-double"],
    [{ adapter: "lora", bits8: true }, "qlora int8"],
    [{ adapter: "qlora", bits8: true, gptq: true }, "qlora int8"],
    [{ adapter: "lora", gptq: true }, "qlora gptq4"],
    [{ adapter: "lora", model: "x/y-GPTQ" }, "qlora gptq4"],
    [{ adapter: "lora", model: "x/y_awq" }, "qlora gptq4"],
    [{ adapter: "lora", model: "x/awqa" }, "lora"],
    [{ adapter: "none", model: "x/y-GPTQ" }, "full"],
  ])("%j: %s", (settings, said) => {
    expect(method(settings)).toBe(said);
  });

  it("has a rank and targets where it has adapters", () => {
    const of = (settings: SomeSettings) => [asked(settings).rank, asked(settings).targets];
    expect(of({ rank: 8, targets: "qv" })).toEqual([undefined, undefined]);
    expect(of({ adapter: "lora", rank: 8, targets: "qv" })).toEqual([8, "qv"]);
    expect(of({ adapter: "qlora", rank: 8, targets: "qv" })).toEqual([8, "qv"]);
    expect(of({ adapter: "lora", targets: "qv", allLinear: true })[1]).toBe("all");
    expect(of({ adapter: "lora", targets: "qv", adaptsFeedForward: true })[1]).toBe("all");
    expect(of({ adapter: "lora", adaptsFeedForward: true })[1]).toBe("mlp");
    expect(of({ adapter: "lora", targets: "qv", adaptsFeedForward: false, allLinear: false })[1]).toBe("qv");
  });
});

describe("what weights and states are held in", () => {
  const weights = (settings: SomeSettings, framework = "hf") => asked(settings, { ...ddp, framework }).weights;

  it("are those that are said, else those of the trainer", () => {
    expect(weights({ weights: "fp32", adapter: "lora" })).toBe("fp32");
    expect(weights({ adapter: "lora", bf16: true })).toBeUndefined();
    expect(weights({ adapter: "qlora", weights: "fp32" })).toBeUndefined();
    expect([weights({}), weights({ bf16: true }), weights({ fp16: true })]).toEqual([undefined, "bf16", "bf16"]);
    expect([weights({}, "axolotl"), weights({ bf16: true }, "axolotl")]).toEqual(["fp32", "bf16"]);
    const raised = (settings: SomeSettings) => weights(settings, "llama-factory");
    expect([raised({}), raised({ bf16: true })]).toEqual(["fp32", "fp32"]);
    for (const in16 of [{ pureBf16: true }, { zeroStage: 3 }, { fsdp: "full" }] as const)
      expect(raised(in16)).toBe("bf16");
    for (const in32 of [{ pureBf16: false }, { zeroStage: 2 }, { fsdp: "gradients" }] as const)
      expect(raised(in32)).toBe("fp32");
  });

  it("are states of 16 bits where AdamW steps on weights of 16 with no copy", () => {
    const states = (settings: SomeSettings, trainer: Parameters<typeof questionOf>[1] = ddp) =>
      asked({ optimizer: "adamw", weights: "bf16", ...settings }, trainer).optimizer;
    expect(states({ processes: 1 })).toBe("adamw-bf16");
    expect(states({ processes: 2 })).toBe("adamw-bf16");
    expect(states({ processes: 2, fsdp: "full" })).toBe("adamw");
    expect(states({ processes: 1, fsdp: "full" })).toBe("adamw");
    expect(states({ processes: 2, fsdp: "full" }, own)).toBe("adamw-bf16");
    expect(states({ processes: 1, zeroStage: 2 })).toBe("adamw");
    expect(states({ processes: 1, zeroStage: 0 })).toBe("adamw-bf16");
    expect(states({ processes: 1, weights: "fp32" })).toBe("adamw");
    expect(states({ processes: 1, optimizer: "sgd" })).toBe("sgd");
    expect(states({ processes: 1, adapter: "lora" })).toBe("adamw");
    // Nobody says how many cards there are: the trainer's own way is not known to be alone.
    expect(states({})).toBe("adamw");
  });

  it("are cast by nobody where neither trainer nor accelerate does, and something has 32 bits", () => {
    const cast = (settings: SomeSettings) => asked({ uncast: true, ...settings }).autocast;
    expect(cast({ adapter: "lora" })).toBe(false);
    expect(cast({ weights: "fp32" })).toBe(false);
    expect(cast({ weights: "bf16" })).toBeUndefined();
    for (const casts of [
      { accelerateCasts: true },
      { bf16: true },
      { fp16: true },
      { uncast: false },
      { zeroStage: 3 },
    ] as const)
      expect(cast({ adapter: "lora", ...casts })).toBeUndefined();
    expect(cast({ adapter: "lora", zeroStage: 2 })).toBe(false);
    expect(cast({ weights: "fp32", zeroStage: 3 })).toBe(false);
    expect(cast({ adapter: "qlora" })).toBeUndefined();
  });
});

describe("the cards of a config", () => {
  const cards = (settings: SomeSettings) => asked(settings).gpus;
  it.each<[settings: SomeSettings, gpus: number | undefined]>([
    [{}, undefined],
    [{ processes: 1 }, 1],
    [{ processes: 6, cardsPerMachine: 8, tensorParallel: 2 }, 6],
    [{ cardsPerMachine: 4 }, 4],
    [{ cardsPerMachine: 4, machines: 3 }, 12],
    // Of a model that is split as many machines as hold its parts.
    [{ cardsPerMachine: 8, tensorParallel: 8, pipelineParallel: 2 }, 16],
    [{ cardsPerMachine: 8, tensorParallel: 3 }, 8],
    [{ cardsPerMachine: 8, tensorParallel: 8, machines: 4 }, 32],
    [{ tensorParallel: 2 }, 2],
    [{ contextParallel: 2, pipelineParallel: 3 }, 6],
    [{ dataShards: 4, dataReplicas: 2 }, 8],
    [{ expertParallel: 8 }, 8],
    [{ expertParallel: 8, pipelineParallel: 2 }, 16],
    [{ expertParallel: 2, tensorParallel: 4 }, 4],
    [{ tensorParallel: 1 }, undefined],
  ])("%j are %d", (settings, gpus) => {
    expect(cards(settings)).toBe(gpus);
  });

  it("share out a batch of all, where somebody counted them and it is large enough", () => {
    const steps = (settings: SomeSettings) => asked({ microBatch: 2, ...settings }).accumulation;
    expect(steps({ accumulation: 5 })).toBe(5);
    expect(steps({})).toBeUndefined();
    expect(asked({ microBatch: 2, globalBatch: 64, accumulation: 5 })).toMatchObject({ globalBatch: 64 });
    expect(steps({ globalBatch: 64, accumulation: 5 })).toBeUndefined();
    expect(steps({ globalBatch: 64, accumulation: 5, processes: 1 })).toBe(32);
    expect(steps({ globalBatch: 64, processes: 8 })).toBe(4);
    expect(steps({ globalBatch: 64, processes: 8, tensorParallel: 2, pipelineParallel: 2 })).toBe(16);
    expect(steps({ globalBatch: 64, processes: 8, contextParallel: 4 })).toBe(16);
    expect(steps({ globalBatch: 16, processes: 8 })).toBe(1);
    const small = { microBatch: 2, globalBatch: 15, processes: 8 };
    expect([asked(small).globalBatch, steps(small)]).toEqual([15, undefined]);
    // Rows that are taken by their tokens are as many as a step has for a card.
    expect(asked({ ...small, dynamic: true })).toMatchObject({ microBatch: 1, accumulation: 2 });
    expect(steps({ globalBatch: 40, processes: 8 })).toBe(3);
    expect(questionOf({ model, globalBatch: 6, processes: 1 }, ddp).accumulation).toBe(6);
  });

  it("split the weights as is said, or as the trainer does", () => {
    const split = (settings: SomeSettings, trainer: Parameters<typeof questionOf>[1] = ddp) =>
      asked(settings, trainer).sharding;
    expect([split({}), split({}, own)]).toEqual([undefined, "fsdp"]);
    expect([split({ processes: 1 }, own), split({ processes: 1, zeroStage: 3 })]).toEqual([undefined, undefined]);
    expect([split({ processes: 2 }), split({ processes: 2 }, own)]).toEqual(["ddp", "fsdp"]);
    expect([1, 2, 3].map((zeroStage) => split({ processes: 2, zeroStage: zeroStage as 1 }))).toEqual([
      "zero1",
      "zero2",
      "zero3",
    ]);
    expect(split({ processes: 2, zeroStage: 0 })).toBe("ddp");
    expect(split({ zeroStage: 3 })).toBe("zero3");
    expect(split({ zeroStage: 0, fsdp: "full", processes: 2 })).toBe("fsdp");
    expect((["full", "gradients", "none"] as const).map((fsdp) => split({ fsdp }, own))).toEqual([
      "fsdp",
      "zero2",
      "ddp",
    ]);
    expect(split({ fsdp: "none" })).toBe("ddp");
  });

  it("leave to the host what is offloaded: states go with the weights", () => {
    const host = (settings: SomeSettings) => asked(settings).offload;
    expect(host({})).toBeUndefined();
    expect(host({ offloadOptimizer: true })).toEqual(["optimizer"]);
    expect(host({ offloadWeights: true })).toEqual(["optimizer", "weights"]);
    expect(host({ offloadActivations: true })).toEqual(["activations"]);
    expect(host({ offloadOptimizer: false, offloadWeights: false })).toBeUndefined();
  });

  it("choose how experts are sent where some are elsewhere", () => {
    const sent = (settings: SomeSettings) => asked({ dispatcher: "alltoall", ...settings }).dispatcher;
    expect([sent({}), sent({ expertParallel: 2 })]).toEqual([undefined, "alltoall"]);
  });
});

describe("the rows of a config", () => {
  it("are packs, free of padding, of like lengths, or padded", () => {
    const packing = (settings: SomeSettings) => asked(settings).packing;
    expect([packing({}), packing({ packed: false })]).toEqual(["padded", "padded"]);
    expect([packing({ packed: true, paddingFree: true }), packing({ streamed: true })]).toEqual(["packed", "packed"]);
    expect([packing({ paddingFree: true, grouped: true }), packing({ grouped: true })]).toEqual([
      "unpacked",
      "grouped",
    ]);
  });

  it("of runs that draw their own are prompt and completion: as said, or as the trainer has them", () => {
    const drawn = (settings: SomeSettings, framework = "hf") => {
      const { maxTokens, rollouts } = asked({ objective: "grpo", ...settings }, { ...ddp, framework });
      return [maxTokens, rollouts?.tokens, rollouts?.perPrompt];
    };
    expect(drawn({})).toEqual([512 + 256, 256, 8]);
    expect(drawn({ objective: "rloo" })).toEqual([768, 256, 2]);
    expect(drawn({ objective: "ppo" })).toEqual([768, 256, 1]);
    expect(drawn({ perPrompt: 5, completionTokens: 100, promptTokens: 50 })).toEqual([150, 100, 5]);
    expect(drawn({ drawnTokens: 999 })).toEqual([999, 256, 8]);
    // A maximum of rows is that of the prompts elsewhere, and of supervised rows in TRL.
    expect(drawn({ maxTokens: 300 })).toEqual([768, 256, 8]);
    expect(drawn({ maxTokens: 300 }, "trl")).toEqual([768, 256, 8]);
    expect(drawn({ maxTokens: 300 }, "axolotl")).toEqual([556, 256, 8]);
    expect(drawn({}, "llama-factory")).toEqual([512 + 1024, 1024, 8]);
    const read = asked({ maxTokens: 300 });
    expect([read.maxTokens, read.rollouts]).toEqual([300, undefined]);
    expect("maxTokens" in asked({})).toBe(false);
  });

  it("are gone over as often as a batch is, in each pass over the prompts", () => {
    expect([asked({}).epochs, asked({ epochs: 3 }).epochs]).toEqual([undefined, 3]);
    expect([asked({ episodes: 4 }).epochs, asked({ episodes: 4, epochs: 3 }).epochs]).toEqual([4, 12]);
  });
});

describe("what a config says once", () => {
  it("is kept, and what says nothing is left out", () => {
    expect(asked({ fp8: true }).precision).toBe("fp8");
    expect(asked({ fp8: false }).precision).toBeUndefined();
    expect(asked({ optimizerInBackward: true, cacheEmptied: true })).toMatchObject({
      optimizerInBackward: true,
      cacheEmptied: true,
    });
    const quiet = Object.keys(asked({ optimizerInBackward: false, cacheEmptied: false }));
    expect(quiet.toSorted()).toEqual(["framework", "method", "model", "objective", "packing"]);
    expect(asked({ flash: false, compiled: false })).toMatchObject({ flashAttention: false, compiled: false });
    expect(asked({ fusedOptimizer: false }).fusedOptimizer).toBe(false);
    expect(asked({ pipelineParallel: 2, virtualStages: 3, checkpointing: "full", loss: "chunked" })).toMatchObject({
      pipelineParallel: 2,
      virtualStages: 3,
      checkpointing: "full",
      loss: "chunked",
    });
  });

  it("is a fused framework of Hugging Face's where its loss is, and of no other", () => {
    const framework = (of: string, loss?: "fused" | "chunked") =>
      asked(loss === undefined ? {} : { loss }, { ...ddp, framework: of }).framework;
    expect([framework("hf", "fused"), framework("trl", "fused")]).toEqual(["hf-fused", "hf-fused"]);
    expect([framework("hf"), framework("trl", "chunked"), framework("axolotl", "fused")]).toEqual([
      "hf",
      "trl",
      "axolotl",
    ]);
  });

  it("is what pairs without a reference are trained on, and who says another framework", () => {
    const objective = (settings: SomeSettings) => asked(settings).objective;
    expect([objective({}), objective({ objective: "dpo" })]).toEqual(["sft", "dpo"]);
    expect(objective({ objective: "dpo", referenceFree: true })).toBe("orpo");
    expect(objective({ objective: "dpo", referenceFree: false })).toBe("dpo");
    expect(objective({ objective: "kto", referenceFree: true })).toBe("kto");
    const framework = (settings: SomeSettings) => asked(settings).framework;
    expect([framework({ unsloth: true }), framework({ unsloth: false })]).toEqual(["unsloth", "hf"]);
    expect(framework({ unsloth: true, framework: "megatron" })).toBe("megatron");
    expect([asked({}).model, questionOf({}, ddp).model]).toEqual([model, ""]);
  });

  it("is counted for some objectives alone", () => {
    expect(
      [undefined, "sft", "dpo", "orpo", "kto", "continued", "scratch", "grpo", "rloo", "ppo"].every((one) =>
        isCounted(one as "sft"),
      ),
    ).toBe(true);
    expect((["rl", "reward", "distillation", "other"] as const).some((one) => isCounted(one))).toBe(false);
    expect((["grpo", "rloo", "ppo"] as const).every((one) => isRolled(one))).toBe(true);
    expect([isRolled(undefined), isRolled("sft"), isRolled("rl")]).toEqual([false, false, false]);
  });
});
