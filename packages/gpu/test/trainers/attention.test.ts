import { describe, expect, it } from "vitest";
import { readTrainerConfig } from "../../src/config/read.ts";

const trl = "model_name_or_path: google/gemma-3-4b-it\ndataset_name: a\nper_device_train_batch_size: 1\n";
const axolotl = "base_model: google/gemma-3-4b-it\nadapter: lora\nmicro_batch_size: 1\n";
const factory = "model_name_or_path: google/gemma-3-4b-it\nstage: sft\ndo_train: true\nfinetuning_type: lora\n";

describe("the attention that a config asks for", () => {
  it.each([
    // What nobody asks for is PyTorch's own, whose windows are masks.
    [trl, undefined, undefined],
    [`${trl}attn_implementation: sdpa\n`, true, "sdpa"],
    [`${trl}attn_implementation: flash_attention_2\n`, true, undefined],
    [`${trl}attn_implementation: eager\n`, false, undefined],
    [axolotl, undefined, undefined],
    [`${axolotl}sdp_attention: true\n`, undefined, "sdpa"],
    [`${axolotl}attn_implementation: sdpa\n`, true, "sdpa"],
    [`${axolotl}flash_attention: true\n`, true, undefined],
    [`${factory}flash_attn: auto\n`, undefined, undefined],
    [`${factory}flash_attn: sdpa\n`, true, "sdpa"],
    [`${factory}flash_attn: fa2\n`, true, undefined],
  ])("is read from %j", (text, flashAttention, attention) => {
    const read = readTrainerConfig([{ name: "run.yaml", text }], { objective: "sft" });
    const { question } = read.ok ? read.value : { question: undefined };
    expect([question?.flashAttention, question?.attention]).toEqual([flashAttention, attention]);
  });
});
