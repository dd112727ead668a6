import { describe, expect, it } from "vitest";
import type { CloudFile } from "../../packages/estimator/src/prices/cloudFile.ts";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { refresh, reportText } from "../refresh.mjs";
import { priceFileText } from "../refresh/format.mjs";
import { cloudFiles, providerFiles } from "./priceFiles.ts";
import { servedPages, today } from "./servedPages.ts";

const pages: Record<string, string> = {
  "tinker/models.json": JSON.stringify([
    { tinker_id: "Qwen/Qwen3-8B", context: 32768, prefill: "$0.195", sample: "$0.60", train: "$0.50" },
    { tinker_id: "Qwen/Qwen3.8-27B", context: 131072, prefill: "$1.86", sample: "$5.595", train: "$4.103" },
    { tinker_id: "Qwen/Qwen9", context: 1, prefill: "$1", sample: "$2", train: "call us" },
  ]),
  "models-and-pricing.md":
    "| Model | Input | Output | Train |\n| --- | --- | --- | --- |\n| `Qwen/Qwen3.5-4B` | 0.10 | 0.30 | 0.35 |\n",
  "jobs-pricing.md":
    "| **Hardware** | **GPU Memory** | **Hourly Price** |\n|---|---|---|\n| CPU Basic | - | $0.01 |\n| 8x Nvidia H200 | 1128 GB | $44.00 |\n| Nvidia B200 | 180 GB | $9.00 |\n",
  "pricing_aws.go":
    'var prices = map[string]map[string]float64{\n\t"us-east-1": {\n\t\t// p5 family\n\t\t"p5.48xlarge": 60.540000, "p5.4xlarge": 6.880000,\n\t},\n}\n',
  "zz_generated.pricing.go":
    'var prices = map[string]map[string]float64{\n\t"westus": {"Standard_NC4as_T4_v3": 0.9},\n\t"eastus": {"Standard_NC4as_T4_v3": 0.526},\n}\n',
  "initial-prices.json": JSON.stringify({
    prices: { "us-central1": { on_demand: { "a2-ultragpu-1g": 5.1688000001 }, spot: { "a2-ultragpu-1g": 2.75955 } } },
  }),
};
const retail = (price: number): string =>
  JSON.stringify({
    Items: ["Virtual Machines NCasT4_v3 Series", "Virtual Machines NCasT4_v3 Series Windows"].map(
      (productName, windows) => ({
        armSkuName: "Standard_NC4as_T4_v3",
        armRegionName: "eastus",
        retailPrice: price + windows,
        currencyCode: "USD",
        unitOfMeasure: "1 Hour",
        type: "Consumption",
        skuName: "NC4as T4 v3",
        productName,
        effectiveStartDate: "2026-11-01T00:00:00Z",
      }),
    ),
  });

const {
  run: ran,
  file,
  from,
  files,
} = servedPages((address) => {
  const moved = address.startsWith("moved/");
  const page = Object.entries(pages).find(([end]) => address.endsWith(end))?.[1];
  const text = page ?? (address.includes("retail/prices") ? retail(0.6) : undefined);
  return moved && address.endsWith(".go") ? "<html>moved</html>" : moved && address.endsWith(".csv") ? undefined : text;
});

const run = (only: string, write = false): ReturnType<typeof refresh> => ran(only, { write });
const fileOf = (path: string): CloudFile | ProviderFile => file(path) as CloudFile | ProviderFile;
const cloudOf = (path: string): CloudFile => fileOf(path) as CloudFile;

describe("refresh", () => {
  it.each([
    ["tinker", "tinker qwen3-8b training", "0.5", "0.44 became 0.5, +13.6 %"],
    ["prime-intellect", "prime-intellect qwen3.5-4b training", "0.35", "0.3 became 0.35, +16.7 %"],
    ["hugging-face-jobs", "hugging-face-jobs 8x Nvidia H200 on_demand", "44", "40 became 44, +10.0 %"],
    ["aws", "aws p5.48xlarge on_demand us-east-1", "60.54", "55.04 became 60.54, +10.0 %"],
    ["gcp", "gcp a2-ultragpu-1g on_demand us-central1", "5.1688000001", "5.06879789041 became 5.1688000001, +2.0 %"],
  ])("proposes the changed price of %s and says by how much", async (id, where, amount, sentence) => {
    const [report] = await run(id);
    const addition = report?.additions.find((one) => one.where === where);
    const rate = JSON.parse(addition?.text ?? "{}") as Rate;
    expect(rate).toMatchObject({ amount, from: today, fromKind: "copy", seen: today });
    expect(rate.evidence).toHaveLength(1);
    expect(rate.evidence?.[0]?.quote).toContain(amount.slice(0, 4));
    // The day on which the old price was last seen stands in the file.
    const said = report?.discrepancies.map((one) => one.replace(/ \(seen \d{4}-\d\d-\d\d\)/, ""));
    expect(said).toContain(`${where}: ${sentence}.`);
  });

  it("proposes an unchanged price as seen again", async () => {
    const [report] = await run("azure");
    expect(report?.additions).toEqual([
      expect.objectContaining({ where: "azure Standard_NC4as_T4_v3 on_demand eastus", changed: false }),
    ]);
    expect(report?.discrepancies).toEqual([]);
  });

  it("takes the day that a source states", async () => {
    const [report] = await run("azure-retail");
    const addition = report?.additions.find(({ where }) => where.includes("Standard_NC4as_T4_v3"));
    expect(JSON.parse(addition?.text ?? "{}")).toMatchObject({
      amount: "0.6",
      from: "2026-11-01",
      fromKind: "stated",
      seen: today,
    });
  });

  it("reports what the file lacks and adds none of it", async () => {
    const [tinker] = await run("tinker");
    expect(tinker?.discrepancies).toEqual(
      expect.arrayContaining([
        "tinker qwen3-8b training: 0.44 (seen 2026-10-07) became 0.5, +13.6 %.",
        "providers/tinker.json: not in the file: Qwen/Qwen9.",
      ]),
    );
    const [jobs] = await run("hugging-face-jobs");
    expect(jobs?.discrepancies).toContain("gpus/hugging-face-jobs.json: not in the file: Nvidia B200.");
  });

  it("writes nothing unless told to", async () => {
    await run("aws");
    expect(fileOf("gpus/aws.json")).toEqual(cloudFiles.find(({ path }) => path === "gpus/aws.json")?.content);
  });

  it("appends a changed price to the file, gives an unchanged one its sighting, and leaves every other as it was", async () => {
    const before = cloudOf("gpus/aws.json");
    await run("aws", true);
    const after = cloudOf("gpus/aws.json");
    expect(after.rates.slice(before.rates.length).map(({ id, amount }) => [id, amount])).toEqual([
      ["p5.48xlarge", "60.54"],
    ]);
    const kept = after.rates.slice(0, before.rates.length);
    const again = kept.filter((rate, at) => JSON.stringify(rate) !== JSON.stringify(before.rates[at]));
    const old = before.rates.find(({ id }) => id === "p5.4xlarge");
    expect(again).toEqual([
      {
        ...old,
        seen: today,
        alsoSeen: [...(old?.alsoSeen ?? []), old?.seen],
        evidence: [old?.evidence?.[0], expect.objectContaining({ day: today })],
      },
    ]);
    expect(after.checked).toBe(today);
  });

  it("appends nothing twice on one day", async () => {
    await run("tinker", true);
    const once = fileOf("providers/tinker.json");
    const [report] = await run("tinker", true);
    expect(report?.additions).toEqual([]);
    expect(fileOf("providers/tinker.json")).toEqual(once);
  });

  it("reports a source that is gone or answers with something else, and goes on with the others", async () => {
    const other = await refresh({
      files: files(),
      today,
      only: ["tinker", "aws", "ori"],
      from: `${from()}/moved`,
      write: true,
    });
    expect(other.map(({ id, failure }) => [id, failure?.replace(/^.*: /, "")])).toEqual([
      ["tinker", undefined],
      ["aws", "nothing in it has the known shape"],
      ["ori", "HTTP 404"],
    ]);
    expect(other[0]?.additions.length).toBeGreaterThan(0);
    expect(fileOf("gpus/aws.json")).toEqual(cloudFiles.find(({ path }) => path === "gpus/aws.json")?.content);
    expect(reportText(other)).toContain("aws: not read (nothing in it has the known shape).");
    expect(reportText(other)).toContain("+++ pricing/providers/tinker.json");
  });
});

describe("a price file as text", () => {
  it.each([...providerFiles, ...cloudFiles])("$path says the same", ({ content }) => {
    expect(JSON.parse(priceFileText(content))).toEqual(content);
  });

  it("has a line for each rate", () => {
    const rates = cloudFiles[0]?.content.rates ?? [];
    const lines = priceFileText(cloudFiles[0]?.content).split("\n");
    expect(lines.filter((line) => line.includes('"amount"')).length).toBe(rates.length);
  });
});
