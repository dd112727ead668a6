import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adapterParameters, parameterCount } from "../src/model/parameters.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import { comparedWithStated } from "./statedSize.ts";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { book, hardwareFile, model, modelFiles, models, run } from "./book.ts";
import { readTrainerConfig } from "../src/config/read.ts";
import { selfHost } from "../src/selfHost.ts";
import { readHardwareFile, readModelFile } from "../../../pricing/schema/openModels.ts";

const listPath = `${dataFolder}/selfhost/models.json`;
if (!existsSync(listPath)) console.log(`Skipped: the list of computed parameters is not at ${listPath}.`);

describe("parameterCount", () => {
  it.each([
    // From the vendors' repositories: tensors of the published weights, biases left out.
    ["llama-2-7b", 6_738_415_616],
    ["llama-3.1-8b", 8_030_261_248],
    ["llama-3.1-405b", 405_853_388_800],
    ["mistral-7b-v0.1", 7_241_732_096],
    ["mixtral-8x7b", 46_702_792_704],
    ["deepseek-v3", 671_026_279_424],
  ])("counts %s", (id, total) => {
    expect(parameterCount(model(id)).total).toBe(total);
  });

  it("counts what one token passes through in a model of experts", () => {
    const { active, total } = parameterCount(model("mixtral-8x7b"));
    expect(active).toBe(12_879_925_248);
    expect(active).toBeLessThan(total);
  });

  it.each(models.filter(({ moe }) => !moe).map(({ id }) => id))(
    "takes all of %s for active, which has no experts",
    (id) => {
      const { active, total } = parameterCount(model(id));
      expect(active).toBe(total);
    },
  );

  const statements = models.flatMap(({ id, vendor }) => (vendor ?? []).map((said) => [id, said.total, said] as const));
  // The report's table says 1.04T; no count of the published config rounds to that.
  const unexplained = new Set(["kimi-k2 1.04T"]);

  it.each(statements.filter(([id, total]) => !unexplained.has(`${id} ${total}`)))(
    "agrees with what the vendor of %s prints: %s",
    (id, _total, said) => {
      const { deviation, rounds } = comparedWithStated(model(id), said);
      expect(rounds || Math.abs(deviation) <= 0.005).toBe(true);
    },
  );

  it.each([
    // shape, printed, deviation, whether the count rounds to the printed digits
    ["kimi-k2", "1T", 0.0264, true],
    ["kimi-k2", "1.04T", -0.0131, false],
    ["glm-4.5-air", "106B", 0.008, false],
    ["deepseek-v3", "671B", 0, true],
  ] as const)("compares %s with a printed %s", (id, total, deviation, rounds) => {
    const compared = comparedWithStated(model(id), { total, active: "1B", source: "" });
    expect(compared.deviation).toBeCloseTo(deviation, 3);
    expect(compared.rounds).toBe(rounds);
  });

  it.each([
    // From the files that the entries name; shapes written down from memory had other numbers.
    ["olmo-3-7b", { window: 4096, fullEvery: 4 }, 100_278],
    ["breeze-7b", { window: 4096, fullEvery: 0 }, 61_952],
    ["afm-4.5b", undefined, 128_004],
    ["skywork-13b", undefined, 65_536],
  ])("takes window and vocabulary of %s as its public file has them", (id, sliding, vocab) => {
    expect(model(id)).toMatchObject({ vocab, ...(sliding && { sliding }) });
  });

  it("leaves both embedding tables out where a vendor says so", () => {
    const said = { total: "106B", active: "12B", counts: "without-embeddings", source: "" } as const;
    expect(comparedWithStated(model("glm-4.5-air"), said).computed).toBe(105_610_072_064);
  });

  it.each([
    ["qwen3.5-9b", 9e9],
    ["qwen3.5-27b", 27e9],
  ])("counts gated-delta layers of %s by their own matrices", (id, named) => {
    expect(Math.abs(parameterCount(model(id)).total / named - 1)).toBeLessThan(0.01);
  });
});

describe.skipIf(!existsSync(listPath))("the list of computed parameters", () => {
  const listed: readonly { id: string; vocab: number; params_computed: number }[] = existsSync(listPath)
    ? JSON.parse(readFileSync(listPath, "utf8")).models
    : [];
  const known = new Map(listed.map((row) => [row.id, row]));
  const dense = models.filter(({ id, moe }) => !moe && known.has(id));

  it.each(dense.map(({ id }) => id))("is reproduced for %s", (id) => {
    const { linearAttention: _linear, ...shape } = model(id);
    const { vocab = 0, params_computed } = known.get(id) ?? {};
    // Two vocabularies of the list were from memory (AFM, Olmo 3); the counting is what is compared.
    expect(parameterCount({ ...shape, vocab }).total).toBe(params_computed);
    expect(Math.abs(vocab - shape.vocab)).toBeLessThan(100);
  });
});

describe("adapterParameters", () => {
  it("counts the published adapters of Llama 3.1 8B at rank 16 on all matrices", () => {
    // PEFT prints "trainable params: 41,943,040" for r=16 on q, k, v, o, gate, up, down.
    expect(adapterParameters(model("llama-3.1-8b"), 16, "all")).toBe(41_943_040);
  });

  it("counts the published adapters of Llama 2 7B at rank 8 on query and value", () => {
    expect(adapterParameters(model("llama-2-7b"), 8, "qv")).toBe(4_194_304);
  });

  it("share one side where matrices are fused, as in Megatron", () => {
    // Llama 3.1 8B: linear_qkv 4096 to 6144, linear_proj 4096 to 4096, linear_fc1 4096 to 28672, linear_fc2 14336 to 4096.
    const sides = 4096 + 6144 + 2 * 4096 + 4096 + 28_672 + 14_336 + 4096;
    expect(adapterParameters(model("llama-3.1-8b"), 16, "all", true)).toBe(16 * 32 * sides);
    // Mixtral: each of 8 experts has one adapter for gate and up together.
    const experts = 8 * (4096 + 2 * 14_336 + 14_336 + 4096);
    expect(adapterParameters(model("mixtral-8x7b"), 8, "mlp", true)).toBe(8 * 32 * experts);
    // Latent attention is not fused.
    const latent = { queryRank: 0, kvRank: 24, nope: 12, rope: 8, value: 10 };
    const [apart, together] = [false, true].map((fused) =>
      adapterParameters({ ...model("llama-3.1-8b"), latent }, 16, "attention", fused),
    );
    expect(together).toBe(apart);
    const options = { method: "lora", rank: 16 } as const;
    const adaptersOf = (framework: string): number | undefined => {
      const run = resolveRun(model("llama-3.1-8b"), { ...options, framework });
      return run.ok ? run.value.adapters : undefined;
    };
    expect([adaptersOf("megatron"), adaptersOf("hf")]).toEqual([16 * 32 * sides, 41_943_040]);
  });

  // unslothai/notebooks bdda2efc (2026-08-18), gpt-oss-(20B)-Fine-tuning (rank 8) and gpt-oss-(120B)_A100-Fine-tuning (rank 16): experts are
  // one parameter of a layer, which names of matrices do not reach, though the notebooks name gate, up and down.
  it.each([
    ["gpt-oss-20b", 8, 3_981_312],
    ["gpt-oss-120b", 16, 11_943_936],
  ])("leaves the experts of %s as they are, also where all matrices are named", (id, rank, adapters) => {
    expect(run(id, { method: "qlora", rank }).adapters).toBe(adapters);
    expect(run(id, { method: "qlora", rank, targets: "all" }).adapters).toBe(adapters);
    expect(run(id, { method: "lora", rank, targets: "all", framework: "megatron" }).adapters).toBeGreaterThan(
      20 * adapters,
    );
  });

  it.each(["q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj", undefined])(
    "leaves them in a config whose targets are: %s",
    (names) => {
      const targets = names === undefined ? "lora_target_linear: true" : `lora_target_modules: [${names}]`;
      const text = `base_model: openai/gpt-oss-20b\nadapter: lora\nlora_r: 8\nsequence_len: 2048\n${targets}\n`;
      const read = readTrainerConfig([{ name: "run.yml", text }]);
      if (!read.ok) throw new Error(JSON.stringify(read.problem));
      const answer = selfHost({ ...read.value.question, gpu: "h100-sxm-80" }, book);
      expect(answer.ok && answer.value.input.targets).toBe("attention");
    },
  );

  it("gives the experts of other mixtures adapters of their own", () => {
    const all = run("qwen3-30b-a3b", { method: "lora" }).adapters;
    expect(all).toBe(run("qwen3-30b-a3b", { method: "lora", targets: "all" }).adapters);
  });

  it("doubles with the rank", () => {
    expect(adapterParameters(model("qwen3-8b"), 64, "all")).toBe(2 * adapterParameters(model("qwen3-8b"), 32, "all"));
  });
});

describe("listed models that see", () => {
  // billions on each page of the hub, the tower included; for Gemma 3n the text alone (maceip/gemma3n-executorch e2b)
  it.each([
    ["qwen3-vl-2b", 2.13],
    ["qwen3-vl-4b", 4.44],
    ["qwen3-vl-8b", 8.77],
    ["qwen3-vl-30b-a3b", 31.1],
    ["qwen2.5-vl-3b", 3.75],
    ["qwen2.5-vl-7b", 8.29],
    ["qwen2-vl-7b", 8.29],
    ["internvl3-1b", 0.94],
    ["internvl3.5-4b", 4.73],
    ["internvl3-8b", 7.94],
    ["internvl3-38b", 38.4],
    ["internvl3.5-8b", 8.53],
    ["gemma-3n-e2b", 4.46],
    ["smolvlm-256m", 0.256],
    ["smolvlm-500m", 0.507],
    ["smolvlm-2.2b", 2.25],
    ["llava-1.5-7b", 7.06],
  ])("%s has %s billion parameters", (id, billions) => {
    expect(parameterCount(model(id)).total / 1e9 / billions).toBeCloseTo(1, 1.7);
  });
});

describe("the files of models and cards", () => {
  it.each(modelFiles)("pricing/models/%s is valid", (_name, file) => {
    expect(readModelFile(file)).toMatchObject({ ok: true });
  });

  it("hold at least 60 models, each id and alias once", () => {
    const names = models.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(models.length).toBeGreaterThanOrEqual(60);
    expect(new Set(names).size).toBe(names.length);
  });

  it("pricing/hardware.json is valid", () => {
    expect(readHardwareFile(hardwareFile)).toMatchObject({ ok: true });
  });

  it("name the field that is wrong", () => {
    const [, first] = modelFiles[0] ?? [];
    const broken = structuredClone(first) as { models: { layers: unknown }[] };
    broken.models.forEach((entry) => (entry.layers = "many"));
    expect(readModelFile(broken)).toMatchObject({ ok: false, problem: { kind: "bad_file", field: "models.0.layers" } });
  });
});
