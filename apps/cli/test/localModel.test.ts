import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const config = JSON.stringify({
  model_type: "llama",
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 8192,
  tie_word_embeddings: true,
});
const cache = "/.cache/huggingface/hub/models--me--mine";

describe("a model on this machine", () => {
  it.each([
    ["./my-model", { "./my-model/config.json": config }],
    ["mine", { "mine/config.json": config }],
    ["models/mine/", { "models/mine/config.json": config }],
    ["me/mine", { [`${cache}/refs/main`]: "abc\n", [`${cache}/snapshots/abc/config.json`]: config }],
  ])("%s is read from its config.json", async (model, files) => {
    const { stdout, exitCode } = await runOver(files, "gpu", "--model", model);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1.24B parameters");
  });

  it("gives five near names and the ways out for one that nobody knows", async () => {
    const { stderr } = await runOver({}, "gpu", "--model", "meta-llama/Llama-9.9-Large");
    expect(stderr.match(/[\w.]+-[\w.]+(?=,| or|\?)/gu)?.length).toBeGreaterThanOrEqual(5);
    expect(stderr.replaceAll("\n", " ")).toContain("config.json, or of the folder that holds it");
    expect(stderr.split("\n").length).toBeLessThan(5);
  });

  it("says in both answers what one that is not listed is taken for", async () => {
    const asked = ["gpu", "--model", "someco/NewThing-7B", "--gpu", "rtx-4090", "--method", "qlora"];
    for (const more of [[], ["--fit"]]) {
      const { stdout, exitCode } = await runOver({}, ...asked, ...more);
      expect(exitCode).toBe(0);
      expect(stdout.replaceAll("\n", " ")).toContain("someco/NewThing-7B is not in the list. Its name states its size");
    }
  });

  it("says of a maker of pictures that it is no language model", async () => {
    const { stderr } = await runOver({}, "gpu", "--model", "stabilityai/sdxl-turbo");
    expect(stderr).toContain("makes pictures by diffusion");
  });
});

it.each([
  "5070",
  "RTX 5070 Ti",
  "DGX Spark",
  "2080 Ti",
  "L20",
  "H800",
  "A800",
  "Strix Halo",
  "M3 Ultra",
  "MI350X",
  "Colab",
  "Kaggle",
])("knows the card %s", async (card) => {
  const { exitCode, stdout } = await runOver({}, "gpu", "--model", "lfm2-1.2b", "--method", "qlora", "--gpu", card);
  expect(exitCode).toBe(0);
  expect(stdout).not.toMatch(/^h100-sxm-80 /mu);
});

it.each([
  ["EleutherAI/pythia-160m-deduped", "0.16B"],
  ["allenai/OLMo-2-0425-1B-Instruct", "1.48B"],
  ["ibm-granite/granite-4.0-micro", "3.40B"],
  ["moonshotai/Moonlight-16B-A3B-Instruct", "16.0B"],
  ["deepseek-ai/deepseek-coder-6.7b-instruct", "6.74B"],
  ["allenai/Llama-3.1-Tulu-3-8B-DPO", "8.03B"],
])("%s has %s parameters", async (model, parameters) => {
  const { stdout } = await runOver({}, "gpu", "--model", model, "--method", "qlora");
  expect(stdout).toContain(`(${parameters} parameters`);
});
