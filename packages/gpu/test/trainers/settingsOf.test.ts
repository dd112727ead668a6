import { describe, expect, it } from "vitest";
import { settingsOf, writtenRun, type WrittenRun } from "../../src/config/write.ts";
import type { SomeSettings } from "../../src/config/settings.ts";
import { axolotl, byName, llamaFactory, trl } from "../../src/trainers/huggingFace.ts";
import type { Trainer } from "../../src/trainers/trainer.ts";
import type { SelfHostAnswer } from "../../src/answer.ts";
import { answer } from "../asked.ts";

const model = "Qwen/Qwen3-8B";
const said = (run: Partial<WrittenRun>): SomeSettings => settingsOf({ model, ...run });

describe("a run in the words of all trainers", () => {
  it("has adapters of a kind, and the bits of what they stand on", () => {
    const of = (run: Partial<WrittenRun>) => {
      const { adapter, bits4, bits8, gptq, doubleQuant } = said(run);
      return { adapter, ...(bits4 && { bits4 }), ...(bits8 && { bits8 }), ...(gptq && { gptq }), doubleQuant };
    };
    expect(of({ method: "full" })).toEqual({ adapter: "none" });
    expect(of({ method: "head" })).toEqual({ adapter: "none" });
    expect(of({ method: "lora" })).toEqual({ adapter: "lora" });
    expect(of({ method: "qlora" })).toEqual({ adapter: "qlora", bits4: true, doubleQuant: true });
    expect(of({ method: "qlora", quantisation: "nf4" })).toEqual({ adapter: "qlora", bits4: true, doubleQuant: false });
    expect(of({ method: "qlora", quantisation: "int8" })).toEqual({ adapter: "lora", bits8: true });
    expect(of({ method: "qlora", quantisation: "gptq4" })).toEqual({ adapter: "lora", gptq: true });
    expect(of({ method: "lora", quantisation: "int8" })).toEqual({ adapter: "lora" });
  });

  it("names rank and targets of adapters alone, and objectives but the usual one", () => {
    const ranked = { rank: 8, targets: "qv" } as const;
    expect(said({ method: "lora", ...ranked })).toMatchObject(ranked);
    expect(said({ method: "full", ...ranked })).not.toHaveProperty("rank");
    expect(said({ objective: "sft" })).not.toHaveProperty("objective");
    expect(said({ objective: "dpo" }).objective).toBe("dpo");
  });

  it("needs no word for states of 16 bits where AdamW has them by itself", () => {
    const optimizer = (run: Partial<WrittenRun>) =>
      said({ optimizer: "adamw-bf16", weights: "bf16", ...run }).optimizer;
    expect(optimizer({ gpus: 1 })).toBe("adamw");
    expect(optimizer({ gpus: 2, sharding: "ddp" })).toBe("adamw");
    expect(optimizer({ gpus: 2, sharding: "fsdp" })).toBe("adamw-bf16");
    expect(optimizer({ gpus: 2, sharding: "zero2" })).toBe("adamw-bf16");
    expect(optimizer({ gpus: 1, weights: "fp32" })).toBe("adamw-bf16");
    expect(optimizer({ gpus: 1, offload: ["optimizer"] })).toBe("adamw-bf16");
    expect(optimizer({})).toBe("adamw-bf16");
    expect(optimizer({ gpus: 1, optimizer: "sgd" })).toBe("sgd");
    const single = (run: Partial<WrittenRun>) => said({ fusedOptimizer: false, ...run }).fusedOptimizer;
    expect([single({ optimizer: "adamw" }), single({ optimizer: "sgd" })]).toEqual([false, undefined]);
    expect(single({ optimizer: "adamw-bf16", weights: "bf16" })).toBe(false);
    expect(single({ optimizer: "adamw-bf16", weights: "fp32" })).toBeUndefined();
    expect(said({ fusedOptimizer: true, optimizer: "adamw" }).fusedOptimizer).toBeUndefined();
  });

  it("packs, sorts, or pads: a single row needs no padding", () => {
    const of = (run: Partial<WrittenRun>) => {
      const { packed, grouped, paddingFree } = said(run);
      return [packed, grouped, paddingFree];
    };
    expect(of({ packing: "packed" })).toEqual([true, undefined, undefined]);
    expect(of({ packing: "padded" })).toEqual([false, undefined, undefined]);
    expect(of({ packing: "grouped" })).toEqual([false, true, undefined]);
    expect(of({ packing: "unpacked", microBatch: 2 })).toEqual([false, undefined, true]);
    expect(of({ packing: "unpacked", microBatch: 1 })).toEqual([false, undefined, undefined]);
  });

  it("is in 16 bits unless all weights are trained in 32", () => {
    const bf16 = (run: Partial<WrittenRun>) => said(run).bf16;
    expect([bf16({}), bf16({ method: "full" })]).toEqual([true, true]);
    expect([bf16({ method: "full", weights: "fp32" }), bf16({ method: "lora", weights: "fp32" })]).toEqual([
      false,
      true,
    ]);
    expect([said({}).uncast, said({ autocast: true }).uncast, said({ autocast: false }).uncast]).toEqual([
      false,
      false,
      true,
    ]);
    expect([said({ precision: "fp8" }).fp8, said({ precision: "bf16" }).fp8]).toEqual([true, undefined]);
  });

  it("is split by a stage of DeepSpeed or by FSDP, on one card by a stage where the host holds a part", () => {
    const of = (run: Partial<WrittenRun>) => {
      const { zeroStage, fsdp, offloadWeights, offloadOptimizer } = said(run);
      return [zeroStage, fsdp, offloadWeights, offloadOptimizer];
    };
    const none = undefined;
    expect(of({})).toEqual([none, none, none, none]);
    expect(of({ sharding: "fsdp" })).toEqual([none, "full", none, none]);
    expect((["zero1", "zero2", "zero3"] as const).map((sharding) => of({ sharding })[0])).toEqual([1, 2, 3]);
    expect(of({ offload: ["optimizer"] })).toEqual([2, none, none, true]);
    expect(of({ offload: ["optimizer", "weights"] })).toEqual([3, none, true, none]);
    expect(of({ sharding: "ddp", offload: ["weights"] })[0]).toBe(3);
    expect(of({ sharding: "fsdp", offload: ["optimizer", "weights"] })).toEqual([none, "full", true, none]);
    expect(of({ sharding: "zero1", offload: ["optimizer"] })[0]).toBe(1);
    expect([said({ offload: ["activations"] }).offloadActivations, said({}).offloadActivations]).toEqual([true, none]);
  });

  it("draws completions of prompts that leave them room", () => {
    const rollouts = { tokens: 300, perPrompt: 4 };
    const of = (run: Partial<WrittenRun>) => {
      const { completionTokens, promptTokens, perPrompt, turns, addedTokens } = said(run);
      return [completionTokens, promptTokens, perPrompt, turns, addedTokens];
    };
    const none = undefined;
    expect(of({})).toEqual([none, none, none, none, none]);
    expect(of({ rollouts, maxTokens: 1000 })).toEqual([300, 700, 4, none, none]);
    expect(of({ rollouts: { tokens: 300 }, maxTokens: 200 })).toEqual([300, 1, none, none, none]);
    expect(of({ rollouts: { ...rollouts, turns: 2, addedTokens: 9 }, maxTokens: 1000 })).toEqual([300, 700, 4, 2, 9]);
    expect(of({ rollouts: { ...rollouts, turns: 1, addedTokens: 0 }, maxTokens: 1000 })).toEqual([
      300,
      700,
      4,
      none,
      none,
    ]);
  });

  it("says nothing of what is one or left alone", () => {
    const one = said({ tensorParallel: 1, pipelineParallel: 1, expertParallel: 1, contextParallel: 1 });
    for (const name of ["tensorParallel", "pipelineParallel", "expertParallel", "contextParallel"])
      expect(one).not.toHaveProperty(name);
    expect(said({ tensorParallel: 2, contextParallel: 4 })).toMatchObject({ tensorParallel: 2, contextParallel: 4 });
    expect([said({}).epochs, said({ epochs: 3 }).epochs]).toEqual([1, 3]);
    const on = { optimizerInBackward: true, cacheEmptied: true, compiled: true } as const;
    expect(said(on)).toMatchObject(on);
    const off = said({ optimizerInBackward: false, cacheEmptied: false, compiled: false });
    for (const name of Object.keys(on)) expect(off).not.toHaveProperty(name);
    expect([said({ flashAttention: false }).flash, said({ gpus: 4 }).processes]).toEqual([false, 4]);
  });
});

describe("the run of an answer", () => {
  const of = (input: Partial<SelfHostAnswer["input"]>, gpus: number, asked: Partial<WrittenRun> = {}) => {
    const whole = answer({ gpu: "h100-sxm-80" });
    const run = writtenRun({ ...whole, gpus, input: { ...whole.input, ...input } }, { model, ...asked });
    return [run.gpus, run.sharding];
  };

  it("has the cards that were asked for, or that it takes where they are several", () => {
    expect(of({ sharding: "single" }, 1)).toEqual([undefined, "single"]);
    expect(of({ sharding: "ddp" }, 1)).toEqual([1, "ddp"]);
    expect(of({ sharding: "fsdp" }, 4)).toEqual([4, "fsdp"]);
    expect(of({ sharding: "single" }, 1, { gpus: 1 })).toEqual([1, "single"]);
    // A split that was asked for on cards that nobody counted is kept.
    expect(of({ sharding: "single" }, 1, { sharding: "zero3" })).toEqual([undefined, "zero3"]);
    expect(of({ sharding: "single" }, 1, { sharding: "zero3", gpus: 1 })).toEqual([1, "single"]);
    expect(of({ sharding: "fsdp" }, 4, { sharding: "zero3" })).toEqual([4, "fsdp"]);
  });
});

describe("what a trainer makes of a run's settings", () => {
  const adjusted = (trainer: Trainer, settings: SomeSettings) => {
    const made = trainer.adjust?.(settings);
    return made?.ok === true ? made.value : made?.problem;
  };
  const refused = (trainer: string, setting: string, value: string) => ({
    kind: "not_writable",
    trainer,
    setting,
    value,
  });

  it("is in TRL a loss that is fused or its own, rows that are packed where they are supervised, and prompt with completion", () => {
    expect(adjusted(trl, { loss: "chunked", model })).toEqual({ model });
    expect(adjusted(trl, { loss: "fused" })).toEqual({ loss: "fused" });
    expect(adjusted(trl, { packed: true })).toEqual({ packed: true });
    expect(adjusted(trl, { packed: true, objective: "dpo" })).toEqual({ objective: "dpo" });
    expect(adjusted(trl, { objective: "orpo" })).toEqual(refused("TRL", "objective", "orpo"));
    expect(adjusted(trl, { objective: "grpo", promptTokens: 500, completionTokens: 300, maxTokens: 9 })).toEqual({
      objective: "grpo",
      completionTokens: 300,
      drawnTokens: 800,
    });
    expect(adjusted(trl, { promptTokens: 500, maxTokens: 9 })).toEqual({ promptTokens: 500, maxTokens: 9 });
    expect(adjusted(trl, { completionTokens: 500, maxTokens: 9 })).toEqual({ completionTokens: 500, maxTokens: 9 });
    const uncast = (settings: SomeSettings) => adjusted(trl, { uncast: true, ...settings });
    expect(uncast({ adapter: "qlora" })).toEqual(refused("TRL", "uncast", "true"));
    expect(uncast({ zeroStage: 3 })).toEqual(refused("TRL", "uncast", "true"));
    expect(uncast({ zeroStage: 3, weights: "fp32" })).toMatchObject({ weights: "fp32" });
    expect(uncast({ adapter: "lora" })).toMatchObject({ adapter: "lora" });
    expect(uncast({ adapter: "qlora", uncast: false })).toMatchObject({ adapter: "qlora" });
  });

  it("is in LLaMA-Factory 16 bits, one completion of a prompt, and pairs without a reference for ORPO", () => {
    expect(adjusted(llamaFactory, {})).toEqual({ objective: "sft", bf16: true });
    expect(adjusted(llamaFactory, { objective: "orpo" })).toEqual({
      objective: "dpo",
      referenceFree: true,
      bf16: true,
    });
    expect(adjusted(llamaFactory, { perPrompt: 1 })).not.toHaveProperty("perPrompt");
    expect(adjusted(llamaFactory, { perPrompt: 4 })).toMatchObject({ perPrompt: 4 });
    expect(adjusted(llamaFactory, { promptTokens: 50, maxTokens: 90 })).toMatchObject({ maxTokens: 50 });
    const whole = { adapter: "none", weights: "fp32" } as const;
    const no = refused("LLaMA-Factory", "weights", "fp32");
    expect(adjusted(llamaFactory, { ...whole, zeroStage: 3 })).toEqual(no);
    expect(adjusted(llamaFactory, { ...whole, fsdp: "full" })).toEqual(no);
    expect(adjusted(llamaFactory, { ...whole, zeroStage: 2 })).toMatchObject({ zeroStage: 2 });
    expect(adjusted(llamaFactory, { ...whole, adapter: "lora", zeroStage: 3 })).toMatchObject({ zeroStage: 3 });
    expect(adjusted(llamaFactory, { ...whole, weights: "bf16", fsdp: "full" })).toMatchObject({ fsdp: "full" });
  });

  it("says nothing of bits that the file of the model has itself", () => {
    const of = (settings: SomeSettings) => adjusted(axolotl, settings);
    expect(of({ promptTokens: 50, maxTokens: 90 })).toEqual({ maxTokens: 50 });
    const quantised = (name: string, gptq: boolean) => adjusted(llamaFactory, { model: name, gptq });
    expect(quantised("x/y-GPTQ", true)).not.toHaveProperty("gptq");
    expect(quantised("x/y", true)).toMatchObject({ gptq: true });
    expect(quantised("x/y-GPTQ", false)).toMatchObject({ gptq: false });
  });

  it("starts on as many cards as the run has", () => {
    const start = ({ start: write }: Trainer, settings: SomeSettings) => write?.(settings, "a.yml");
    expect(start(trl, {})).toBe("trl sft --config a.yml");
    expect(start(trl, { objective: "dpo", processes: 4 })).toBe("trl dpo --num_processes 4 --config a.yml");
    expect(start(llamaFactory, {})).toBe("llamafactory-cli train a.yml");
    expect(start(llamaFactory, { processes: 1 })).toBe("llamafactory-cli train a.yml");
    expect(start(llamaFactory, { processes: 2 })).toBe(
      "FORCE_TORCHRUN=1 NPROC_PER_NODE=2 llamafactory-cli train a.yml",
    );
    expect(start(axolotl, {})).toBe("accelerate launch -m axolotl.cli.train a.yml");
    expect(start(axolotl, { processes: 2 })).toBe("accelerate launch --num_processes 2 -m axolotl.cli.train a.yml");
  });

  it("writes DeepSpeed's stage with what it leaves to the host, and FSDP's with its own", () => {
    const finish = ({ finish: write }: Trainer, settings: SomeSettings) => write?.({}, settings) ?? {};
    expect(finish(trl, {})).toEqual({});
    expect(finish(trl, { fsdp: "full" })).toEqual({ fsdp: "full_shard auto_wrap" });
    expect(finish(trl, { fsdp: "full", offloadWeights: true })).toEqual({ fsdp: "full_shard auto_wrap offload" });
    expect(finish(trl, { fsdp: "none", offloadWeights: false })).toEqual({});
    const stage = (settings: SomeSettings) => finish(trl, settings)["deepspeed"];
    const auto = {
      bf16: { enabled: "auto" },
      train_micro_batch_size_per_gpu: "auto",
      gradient_accumulation_steps: "auto",
      gradient_clipping: "auto",
    };
    const cpu = { device: "cpu" };
    expect(stage({ zeroStage: 2 })).toEqual({ zero_optimization: { stage: 2 }, ...auto });
    expect(stage({ zeroStage: 2, offloadOptimizer: true })).toMatchObject({
      zero_optimization: { stage: 2, offload_optimizer: cpu },
    });
    expect(stage({ zeroStage: 3, offloadWeights: true, offloadOptimizer: false })).toEqual({
      zero_optimization: { stage: 3, offload_param: cpu },
      ...auto,
    });
    const pure = (settings: SomeSettings) =>
      "pure_bf16" in finish(llamaFactory, { adapter: "none", weights: "bf16", ...settings });
    expect([pure({}), pure({ zeroStage: 2 }), pure({ fsdp: "gradients" })]).toEqual([true, true, true]);
    expect([
      pure({ zeroStage: 3 }),
      pure({ fsdp: "full" }),
      pure({ weights: "fp32" }),
      pure({ adapter: "lora" }),
    ]).toEqual([false, false, false, false]);
    expect(finish(axolotl, {})["datasets"]).toEqual([{ path: "train.jsonl", type: "chat_template" }]);
  });

  it("knows a config of DeepSpeed's by the stage in its name", () => {
    const of = (zeroStage: number, offloadOptimizer: boolean, offloadWeights: boolean) => ({
      zeroStage,
      offloadOptimizer,
      offloadWeights,
    });
    expect(byName("a/zero3.json")).toEqual(of(3, false, false));
    expect(byName("zero3_offload.json")).toEqual(of(3, true, true));
    expect(byName("z2-offload.json")).toEqual(of(2, true, false));
    expect(byName("stage3_offload_optimizer.json")).toEqual(of(3, true, false));
    expect(byName("stage3_offload_params.json")).toEqual(of(3, false, true));
    expect(byName("zero3_no_offload.json")).toEqual(of(3, false, false));
    expect(byName("zero3/mine.json")).toBeUndefined();
  });
});
