import { describe, expect, it } from "vitest";
import { readModelConfig } from "../src/model/config.ts";
import { parameterCount } from "../src/model/parameters.ts";
import type { ModelShape } from "../src/model/shape.ts";
import { pictureIn } from "../src/model/tower.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostAnswer } from "../src/answer.ts";
import { book } from "./book.ts";

const text = (hidden: number, ffn: number, layers: number, heads: number, keys: number, vocab: number): object => ({
  hidden_size: hidden,
  intermediate_size: ffn,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: keys,
  vocab_size: vocab,
  max_position_embeddings: 32_768,
  hidden_act: "silu",
});
const siglip = { hidden_size: 1152, intermediate_size: 4304, num_hidden_layers: 27, num_attention_heads: 16 };

/** What each family's config.json says, in short. */
const configs = {
  llava: {
    model_type: "llava",
    text_config: { model_type: "llama", vocab_size: 32_064, max_position_embeddings: 4096 },
    vision_config: { model_type: "clip_vision_model", hidden_size: 1024, image_size: 336, patch_size: 14 },
    tie_word_embeddings: false,
  },
  next: {
    model_type: "llava_next",
    text_config: { model_type: "mistral", vocab_size: 32_064, max_position_embeddings: 32_768, num_key_value_heads: 8 },
    vision_config: { model_type: "clip_vision_model", hidden_size: 1024, image_size: 336, patch_size: 14 },
    tie_word_embeddings: false,
  },
  qwen2: {
    model_type: "qwen2_vl",
    ...text(1536, 8960, 28, 12, 2, 151_936),
    tie_word_embeddings: true,
    vision_config: { depth: 32, embed_dim: 1280, hidden_size: 1536, mlp_ratio: 4, num_heads: 16, patch_size: 14 },
  },
  qwen25: {
    model_type: "qwen2_5_vl",
    ...text(3584, 18_944, 28, 28, 4, 152_064),
    tie_word_embeddings: false,
    vision_config: { hidden_size: 1280, in_chans: 3, spatial_patch_size: 14 },
  },
  qwen3: {
    model_type: "qwen3_vl",
    text_config: { model_type: "qwen3_vl_text", ...text(4096, 12_288, 36, 32, 8, 151_936), head_dim: 128 },
    vision_config: { depth: 27, hidden_size: 1152, intermediate_size: 4304, num_heads: 16, patch_size: 16 },
    tie_word_embeddings: false,
  },
  internvl: {
    model_type: "internvl",
    text_config: { model_type: "qwen2", ...text(3584, 18_944, 28, 28, 4, 151_674), tie_word_embeddings: false },
    vision_config: { hidden_size: 1024, intermediate_size: 4096, image_size: [448, 448], patch_size: [14, 14] },
  },
  gemma3: {
    model_type: "gemma3",
    mm_tokens_per_image: 256,
    text_config: { model_type: "gemma3_text", hidden_size: 2560, intermediate_size: 10_240, num_hidden_layers: 34 },
    vision_config: { ...siglip, image_size: 896, patch_size: 14 },
  },
  smolvlm: {
    model_type: "idefics3",
    scale_factor: 3,
    text_config: { model_type: "llama", ...text(2048, 8192, 24, 32, 32, 49_155), tie_word_embeddings: false },
    vision_config: { ...siglip, image_size: 384, patch_size: 14 },
    tie_word_embeddings: false,
  },
} as const;

function shapeOf(family: keyof typeof configs): ModelShape {
  const shape = readModelConfig(configs[family], family);
  if (!shape.ok) throw new Error(JSON.stringify(shape.problem));
  return shape.value;
}

function ask(family: keyof typeof configs, options: Omit<SelfHostQuestion, "model">): SelfHostAnswer {
  const answer = selfHost({ model: shapeOf(family), ...options }, book);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}

describe("towers of config.json", () => {
  it.each([
    // the parameters that the safetensors of each repository state on the hub
    ["llava", 7_063_427_072],
    ["qwen2", 2_208_985_600],
    ["qwen25", 8_292_166_656],
    ["qwen3", 8_767_123_696],
    ["internvl", 7_944_373_760],
    ["gemma3", 4_300_079_472],
    ["smolvlm", 2_246_272_880],
  ] as const)("%s counts to a thousandth of what is published", (family, published) => {
    const { total } = parameterCount(shapeOf(family));
    expect(Math.abs(total / published - 1)).toBeLessThan(0.001);
  });

  it.each([
    // family, width, height, tokens of one picture: by the classes' own preprocessing
    ["llava", 1024, 1024, 576],
    // without its padding, and a token for each row of patches: transformers 5.24.0 processing_llava_next.py
    ["next", 1024, 1024, 2928],
    ["next", 640, 480, 2340],
    ["next", 480, 640, 2352],
    ["next", 1500, 300, 1598],
    ["next", 300, 1500, 1656],
    ["next", 896, 448, 1752],
    // a picture smaller than a tile has two beside the whole
    ["next", 300, 300, 1176],
    ["qwen25", 1024, 1024, 1369],
    ["qwen25", 280, 560, 200],
    ["qwen3", 1024, 1024, 1024],
    ["internvl", 448, 448, 256],
    ["internvl", 1024, 1024, 2560],
    ["internvl", 896, 448, 768],
    ["gemma3", 3000, 200, 256],
    ["smolvlm", 640, 480, 1053],
  ] as const)("%s makes tokens of %i × %i pixels", (family, width, height, tokens) => {
    const { tower } = shapeOf(family);
    expect(tower && pictureIn(tower, width, height).tokens).toBe(tokens);
  });
});

describe("runs with pictures", () => {
  const data = { examples: 1000, tokensPerExample: 200 };
  const run = { method: "lora", gpu: "h100-sxm-80", packing: "padded", data } as const;

  it("need more memory and time than those of the text alone, in a wider range", () => {
    const [plain, pictured] = [ask("qwen25", run), ask("qwen25", { ...run, images: 1 })];
    expect(pictured.memory.totalGiB).toBeGreaterThan(plain.memory.totalGiB);
    // 1,369 tokens beside 200, which the host's launches decide.
    expect((pictured.hours?.typical ?? 0) / (plain.hours?.typical ?? 1)).toBeGreaterThan(2);
    const width = ({ memory }: SelfHostAnswer): number => memory.high / memory.low;
    expect(width(pictured)).toBeGreaterThan(1.5 * width(plain));
    expect(pictured.unmeasured).toContain("pictures");
  });

  it("keep a tower frozen unless it is to be trained", () => {
    const full = { ...run, method: "full", images: 1, gpus: 1 } as const;
    const [frozen, trained] = [ask("gemma3", full), ask("gemma3", { ...full, trainTower: true })];
    const { tower } = shapeOf("gemma3");
    expect(trained.input.trainable - frozen.input.trainable).toBe(tower?.parameters);
    expect(trained.memory.totalGiB).toBeGreaterThan(frozen.memory.totalGiB + 3);
    expect(trained.throughput.stepSeconds).toBeGreaterThan(frozen.throughput.stepSeconds);
  });

  it("say that the tower is counted and the rows hold none, where nobody says how many", () => {
    const note = ask("gemma3", run).assumptions.find(({ kind }) => kind === "pictures");
    expect(note?.sentence).toMatch(
      /^The part that reads pictures \(0\.42 billion parameters\) is in memory and frozen/u,
    );
  });

  it("are refused for a model that reads none", () => {
    const refused = selfHost({ model: "llama-3.1-8b", images: 2 }, book);
    expect(!refused.ok && refused.problem).toMatchObject({ kind: "conflicting_options", first: "images=2" });
  });

  it.each([
    // Megatron's LaTeX-OCR example of ms-swift, two A100, packs of 2k, four a card: 72 and 23 GiB;
    // SmolVLM's announcement, adapters on an L4, four rows of VQAv2 a step: about 16 GB (as known and not seen again)
    ["qwen25", { method: "full", framework: "megatron", gpus: 2, tensorParallel: 2 }, "a100-sxm-80", 450, 112, 72],
    ["qwen25", { method: "lora", framework: "megatron", gpus: 2, tensorParallel: 2 }, "a100-sxm-80", 450, 112, 23],
    ["smolvlm", { method: "qlora", framework: "trl", loss: "plain", packing: "padded", data }, "l4-24", 640, 480, 16],
  ] as const)(
    "of %s: memory as published, within a factor of 1.6: no run with pictures was fitted",
    (family, own, gpu, imageWidth, imageHeight, gib) => {
      const { memory } = ask(family, {
        microBatch: 4,
        maxTokens: 2048,
        images: 1,
        ...own,
        gpu,
        imageWidth,
        imageHeight,
      });
      expect(memory.totalGiB / gib).toBeGreaterThan(1 / 1.6);
      expect(memory.totalGiB / gib).toBeLessThan(1.6);
    },
  );
});
