import { describe, expect, it } from "vitest";
import type { OfferedList, ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import { bedrockName } from "../refresh/awsPriceList.mjs";
import { byEnding, servedPages, today } from "./servedPages.ts";

const together = `---
title: "Supported models"
---

## LoRA fine-tuning

| Organization | Model        | API ID              | Context (SFT) |
| ------------ | ------------ | ------------------- | ------------- |
| Qwen         | Qwen3.5 9B   | \`Qwen/Qwen3.5-9B\`   | 65536         |
| Acme         | Newcomer 1B  | \`acme/Newcomer-1B\`  | 8192          |

## Full fine-tuning

| Organization | Model        | API ID              | Context (SFT) |
| ------------ | ------------ | ------------------- | ------------- |
| Qwen         | Qwen3.5 9B   | \`Qwen/Qwen3.5-9B\`   | 65536         |

## Vision-language models

See [vision fine-tuning](/docs/fine-tuning/vision).
`;
const microsoft = `The following models are supported for fine-tuning:

|  Model ID  | Standard regions | Global | Developer | Methods | Status | Modality |
|  --- | --- | :---: | :---: | :---: | --- |
| \`gpt-4.1\` <br> (2025-04-14) | North Central US <br> Sweden Central | ✅ | ✅ | SFT, DPO | GA | Text and vision to text |
| \`o4-mini\` <br> (2025-04-16) | East US2 <br> Sweden Central | ✅ | ❌ | RFT | GA | Text to text |
| \`gpt-oss-20b\` | Not supported | ✅ | ❌ | SFT | Public preview | Text to text |

> [!NOTE]
> Global training provides [more affordable](https://aka.ms/aoai-pricing) training per token.
`;
const google = `You can use supervised fine-tuning on the following Gemini models:

#### Click to expand supported models

- [Gemini 3.5 Flash-Lite](https://docs.cloud.google.com/models/gemini/3-5-flash-lite.md.txt)
- [Gemini 3.5 Flash](https://docs.cloud.google.com/models/gemini/3-5-flash.md.txt)

## Example syntax

- [Gemini 9](https://docs.cloud.google.com/not/on/the/list.md.txt)
`;
const price = (usd: string, unit = "1K tokens"): object => ({
  "T.1": {
    effectiveDate: "2026-11-01T00:00:00Z",
    priceDimensions: { "T.1.1": { unit, pricePerUnit: { USD: usd } } },
  },
});
const aws = JSON.stringify({
  offerCode: "AmazonBedrock",
  products: {
    A: { sku: "A", attributes: { servicecode: "AmazonBedrock", usagetype: "USE1-NovaMicro-Customization-Training" } },
    B: { sku: "B", attributes: { usagetype: "USE1-NovaCanvas-Customization-Training" } },
    C: { sku: "C", attributes: { usagetype: "USE1-NovaMicro-input-tokens" } },
    D: { sku: "D", attributes: { usagetype: "USE1-Nova9-Customization-Training" } },
  },
  terms: {
    OnDemand: {
      A: price("0.0012000000"),
      B: price("0.0050000000", "image"),
      C: price("0.0000350000"),
      D: price("0.0010000000"),
    },
  },
});
const pages: Record<string, string> = {
  "supported-models.md": together,
  "fine-tune-models.md": microsoft,
  "tuning.md.txt": google,
  "index.json": aws,
};

const { run, file, from } = servedPages(byEnding(pages));
const fileOf = (name: string): ProviderFile => file(`providers/${name}.json`) as ProviderFile;
const listsIn = (texts: readonly { text: string }[]): OfferedList[] =>
  texts.map(({ text }) => JSON.parse(text) as OfferedList);

describe("refresh of what can be tuned", () => {
  it("reads Together's tables, one list for LoRA and one for full training, and says what came and what went", async () => {
    const [report] = await run("together-models");
    expect(listsIn(report?.additions ?? [])).toEqual([
      {
        day: today,
        dayKind: "copy",
        source: "https://docs.together.ai/docs/fine-tuning/supported-models",
        confidence: "primary",
        of: ["sft-lora", "dpo-lora"],
        models: ["Qwen/Qwen3.5-9B", "acme/Newcomer-1B"],
      },
      expect.objectContaining({ of: ["sft-full", "dpo-full"], models: ["Qwen/Qwen3.5-9B"] }),
    ]);
    const said = report?.discrepancies.join("\n");
    expect(said).toContain("together offered sft-lora, dpo-lora: new on the list: acme/Newcomer-1B.");
    expect(said).toMatch(/together offered sft-lora, dpo-lora: no longer on it: deepseek-ai\/DeepSeek-V4-Flash, /u);
    expect(said).toContain("together offered sft-lora, dpo-lora: not in the file: acme/Newcomer-1B.");
  });

  it("reads Microsoft's table with its regions and tiers", async () => {
    const [report] = await run("azure-models");
    expect(listsIn(report?.additions ?? [])[0]?.models).toEqual([
      "gpt-4.1:sft",
      "gpt-4.1:dpo",
      "o4-mini:rft@regional",
      "o4-mini:rft@global",
      "gpt-oss-20b:sft@global",
    ]);
    expect(report?.discrepancies.join()).toMatch(/no longer on it: gpt-4o-mini:sft, /u);
  });

  it("reads Google's bullets up to the next heading", async () => {
    const [report] = await run("vertex-models");
    expect(listsIn(report?.additions ?? [])).toMatchObject([
      { among: "gemini-", of: ["sft"], models: ["gemini-3.5-flash-lite", "gemini-3.5-flash"] },
    ]);
  });

  it("appends a list and leaves the older ones, and says nothing of one that is as it was", async () => {
    const before = fileOf("google-vertex").offered ?? [];
    await run("vertex-models", { write: true });
    const after = fileOf("google-vertex").offered ?? [];
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)?.models).toEqual(["gemini-3.5-flash-lite", "gemini-3.5-flash"]);
    const [again] = await run("vertex-models", { write: true });
    expect([again?.additions, again?.discrepancies, again?.failure]).toEqual([[], [], undefined]);
  });

  it.each(["together-models", "azure-models", "vertex-models", "bedrock"])(
    "reports that %s answers with something else, and writes nothing",
    async (id) => {
      const [report] = await run(id, { write: true, from: `${from()}/moved` });
      expect(report?.failure).toMatch(/has the known shape|not valid JSON/u);
      expect(report?.additions).toEqual([]);
    },
  );
});

describe("refresh of Bedrock's prices", () => {
  it("reads the training price of a model, its unit and its first day from the price list of a region", async () => {
    const [report] = await run("bedrock");
    expect(report?.additions.map(({ where }) => where)).toEqual(["aws-bedrock nova-micro training"]);
    expect(JSON.parse(report?.additions[0]?.text ?? "")).toMatchObject({
      amount: "0.0012",
      per: "1K tokens",
      from: "2026-11-01",
      fromKind: "stated",
      evidence: [{ quote: expect.stringContaining("0.0012") as string }],
    });
    expect(report?.discrepancies).toContain("providers/aws-bedrock.json: not in the file: nova9.");
  });

  it("knows a model by what the list and the file write alike", () => {
    expect(["Llama3-3-70B", "llama-3.3-70b-instruct"].map(bedrockName)).toEqual(["llama3370b", "llama3370b"]);
  });
});
