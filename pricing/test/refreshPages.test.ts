import { describe, expect, it } from "vitest";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { byEnding, servedPages, today } from "./servedPages.ts";

const model = (name: string, ways: Record<string, boolean>): string =>
  `{
      "model": "${name.toUpperCase()}",
      "id": "${name}",
      "dedicated": [{ "shape": "${name}-256k-lora", "method": "LoRA", "managedSft": true, "managedDpo": true }],
      ${Object.entries(ways)
        .map(([way, is]) => `"${way}": ${is}`)
        .join(",\n      ")},
      "flags": { "rlTunable": false, "supervisedFullParameterTunable": ${ways["full"] ?? false} }
    }`;
const catalogue = `# Models

Which base models you can train on Fireworks.

export const catalog = {
  "generatedAt": "2026-11-30 17:24 UTC",
  "models": [${model("qwen3-8b", { managedSftLora: true, managedDpoLora: true, rftLoraManaged: false, hasServerless: false, full: true })}, ${model("newcomer-1b", { managedSftLora: true, managedDpoLora: true, rftLoraManaged: true, hasServerless: false })}, ${model("kimi-k3", { managedSftLora: false, managedDpoLora: false, rftLoraManaged: false, hasServerless: true })}]
};
`;
const estimator = `export const data = { "managedRates": [{ "maxParams": 16000000000, "sft": 0.5, "dpo": 1 }, { "maxParams": 80000000000, "sft": 2.5, "dpo": 6 }, { "maxParams": 300000000000, "sft": 6, "dpo": 12 }, { "maxParams": null, "sft": 10, "dpo": 20 }], "models": [] };`;
const together = `<html><script>let a = "Up to 16B $9 $9 $9 $9";</script><body><h2>Fine-tuning</h2><p>Price per 1M tokens</p>
<div>Supervised Fine-Tuning</div><div>Direct Preference Optimization</div>
<div><div>Up to 16B</div><div>$0.40</div><div>$0.38</div><div>$0.84</div><div>$1.35</div></div>
<div><div>17B-69B</div><div>$1.05</div><div>$1.65</div><div>$2.62</div><div>$4.12</div></div>
<div><div>gpt-oss-120B</div><div>$5.00</div><div>$12.50</div><div>$6.00</div></div></body></html>`;
const retirements = `### Azure OpenAI

| Model | Version | Lifecycle | Retirement date | Replacement |
|-------|---------|-----------|-----------------|-------------|
| gpt-4o | 2024-05-13 | Deprecated | 2026-09-01 | gpt-5.1 |
| gpt-4o | 2024-08-06 | Deprecated | 2099-10-01 | gpt-5.1 |
| gpt-9 | 2025-04-14 | GA | 2099-10-14 | — |

#### Fine-tuned models

| Model | Version | Training retirement date | Deployment retirement date |
|-------|---------|--------------------------|----------------------------|
| \`gpt-4o\` | 2024-08-06 | No earlier than 2099-10-01<sup>1</sup> | 2099-12-01 |
| gpt-4.1-nano | 2025-04-14 | Base model retirement | One year after training retirement |
`;
const ori = `<table><thead><tr><th>Model size tier</th><th>SKU</th><th>Price ($ per 1M Tokens)</th></tr></thead>
<tbody><tr><td>Up to 10B parameters</td><td>ogc-ft-10b-tokens</td><td>0.48</td></tr></tbody></table>`;
const openai = `Standard

| Category | Model | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| Codex | gpt-4.1 | $7.00 | $0.70 | $70.00 |

Fine-tuning

Standard

| Model | Training | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| o4-mini-2025-04-16 | $110.00 / hour | $4.00 | $1.00 | $16.00 |
| gpt-4.1 | $25.00 | $3.00 | $0.75 | $12.00 |
| gpt-3.5-turbo (legacy) | $8.00 | $3.00 | - | $6.00 |

Batch

| Model | Training | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| gpt-4.1 | $25.00 | $1.40 | $0.50 | $6.00 |
`;
const primeIntellect = `Prices are per million tokens, billed separately for input, output, and training.

| Model                  | Input (\\$ / 1M) | Output (\\$ / 1M) | Train (\\$ / 1M) |
| ---------------------- | --------------- | ---------------- | --------------- |
| \`Qwen/Qwen3.5-0.8B\`    | 0.02            | 0.06             | 0.06            |
| \`Qwen/Qwen3.5-35B-A3B\` | 0.25            | 0.75             | 2.00            |
`;
const pages: Record<string, string> = {
  "docs.ori.co/fine-tuning/billing": ori,
  "api/docs/pricing.md": openai,
  "models-and-pricing.md": primeIntellect,
  "fine-tuning/models.md": catalogue,
  "cost-estimator.md": estimator,
  "together.ai/pricing": together,
  "retirement-schedule-content.md": retirements,
};

const { run, file, from } = servedPages(byEnding(pages));
const fileOf = (name: string): ProviderFile => file(`providers/${name}.json`) as ProviderFile;
const sizeOf = (name: string, id: string): readonly Rate[] =>
  fileOf(name).tiers?.find((tier) => tier.id === id)?.rates ?? [];

describe("refresh of Fireworks' pages", () => {
  it("reads what each model of the catalogue can be tuned by", async () => {
    const [report] = await run("fireworks-models");
    const lists = report?.additions.map(({ text }) => JSON.parse(text) as { of: string[]; models: string[] });
    expect(lists?.map(({ of, models }) => [of, models.map((name) => name.split("/").at(-1))])).toEqual([
      [
        ["sft-lora", "dpo-lora"],
        ["qwen3-8b", "newcomer-1b"],
      ],
      [["sft-full", "dpo-full"], ["qwen3-8b"]],
      [["rft"], ["newcomer-1b"]],
      [["sft-lora@serverless"], ["kimi-k3"]],
    ]);
    expect(report?.discrepancies.join("\n")).toContain("new on the list: accounts/fireworks/models/newcomer-1b");
  });

  it("reads the rates by size: one that changed, the others seen again", async () => {
    const [report] = await run("fireworks-sizes");
    const changed = report?.additions.filter((one) => one.changed);
    expect(changed?.map(({ where }) => where)).toEqual(["fireworks 16b-80b training sft-lora"]);
    expect(JSON.parse(changed?.[0]?.text ?? "{}")).toMatchObject({
      amount: "2.5",
      from: today,
      evidence: [{ quote: '{ "maxParams": 80000000000, "sft": 2.5, "dpo": 6 }' }],
    });
    expect(report?.additions).toHaveLength(8);
    expect(report?.discrepancies).toContainEqual(
      expect.stringMatching(/^fireworks 16b-80b training sft-lora: 3 .* 2\.5, -16\.7 %\.$/u),
    );
  });
});

describe("refresh of Together's price page", () => {
  it("reads the sizes out of the rendered page, and no script", async () => {
    const before = sizeOf("together", "up-to-16b");
    const [report] = await run("together-sizes", { write: true });
    const after = sizeOf("together", "up-to-16b");
    expect(after.slice(before.length)).toEqual([
      expect.objectContaining({ method: "sft-lora", amount: "0.4", from: today, seen: today }),
    ]);
    const full = after.findLast(({ method }) => method === "sft-full");
    expect(full).toMatchObject({ amount: "0.38", seen: today });
    expect(report?.additions).toHaveLength(8);
  });
});

describe("refresh of pages with a table", () => {
  it.each([
    ["ori", 0, ["ori up-to-10b training"]],
    ["openai", 12, ["openai gpt-4.1-2025-04-14 input batch", "openai o4-mini-2025-04-16 training rft"]],
    ["prime-intellect", 5, ["prime-intellect qwen3.5-35b-a3b training"]],
  ])("%s: what changed, beside what was seen again", async (id, same, where) => {
    const [report] = await run(id);
    const additions = report?.additions ?? [];
    expect(additions.filter(({ changed }) => !changed)).toHaveLength(same);
    expect(additions.filter(({ changed }) => changed).map((one) => one.where)).toEqual(where);
  });
});

describe("refresh of Microsoft's retirements", () => {
  it("says which days the file has otherwise, of the version that the file's model is", async () => {
    const [report] = await run("azure-retirements");
    expect(report?.additions).toEqual([]);
    expect(report?.discrepancies.map((line) => line.replace(/(?<=the file has ).*/u, "…"))).toEqual([
      "azure gpt-4o: the base is retired on 2099-10-01, the file has …",
      "azure gpt-4o: tuned models stop answering on 2099-12-01, the file has …",
    ]);
  });
});

describe("a page in another shape", () => {
  it.each(["fireworks-models", "fireworks-sizes", "together-sizes", "azure-retirements"])(
    "of %s is reported, and nothing is proposed",
    async (id) => {
      const [report] = await run(id, { from: `${from()}/moved` });
      expect(report).toMatchObject({ additions: [], failure: expect.stringContaining("shape") as string });
    },
  );
});
