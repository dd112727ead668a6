import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CloudFile } from "../../packages/estimator/src/prices/cloudFile.ts";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { cardOf, proposeLedger, readLedger } from "../refresh/ledger.mjs";
import { sources } from "../refresh/sources.mjs";
import { cloudFiles, gpuIds } from "./priceFiles.ts";
import { servedPages, today } from "./servedPages.ts";

/** The table of Together's post of 11 September 2026, as its page has it. */
const post = `published: Fri, 11 Sep 2026 00:00:00 GMT

Here are some of the price changes for training LoRA adapters per 1 million tokens:

| Model | Old SFT | New SFT | Old DPO | New DPO |
|---|---|---|---|---|
| Qwen/Qwen3.5-9B | 0.48 | 0.34 | 1.20 | 0.84 |
| Qwen/Qwen3.8-27B | 1.50 | 1.05 | 3.75 | 2.62 |
| google/gemma-4-31B-it | 1.50 | 1.05 | 3.75 | 2.62 |
| openai/gpt-oss-120b | 5.00 | 2.50 | 12.50 | 6.25 |
| openai/gpt-oss-20b | 1.50 | 0.40 | 3.75 | 1.00 |
`;
const rows = [
  ["Model", "Training", "Input", "Cached input", "Output"],
  ["gpt-4.1-2025-04-14", "$27.00", "$3.00", "$0.75", "$12.00"],
  ["gpt-9-2027", "$1.00", "$2.00", "-", "$3.00"],
];
const markdown = [rows[0], ["---", "---", "---", "---", "---"], ...rows.slice(1)]
  .map((cells) => `| ${(cells ?? []).join(" | ")} |`)
  .join("\n");
const html = `<html><script>let a = "| Model | Training |";</script><body><table><thead><tr>${rows[0]?.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows
  .slice(1)
  .map((cells) => `<tr>${cells.map((cell) => `<td class="x">${cell}</td>`).join("\n")}</tr>`)
  .join("")}</tbody></table></body></html>`;
const alibaba =
  "#### 千问\n\n**价格**\n\nQwen3-8B\n\nqwen3-8b\n\n¥0.007/千Token\n\nQwen3-14B\n\nqwen3-14b\n\n¥0.03/千Token\n";
const ori = "| Model size | Price per 1M tokens |\n|---|---|\n| Up to 10B | $0.50 |\n";

const { run, file, from } = servedPages((address) => {
  const form = address.startsWith("new/") ? html : markdown;
  if (address.includes("expands-fine-tuning-service")) return post;
  if (address.includes("developers.openai.com")) return form;
  if (address.includes("help.aliyun.com/zh")) return alibaba;
  return address.includes("docs.ori.co") ? ori : "<html>moved</html>";
});

describe("a page with a row per model", () => {
  it("proposes the five rows of Together's post, from the day that it states", async () => {
    const together = file("providers/together.json") as ProviderFile;
    // As the file was before.
    const [report] = await run("together-post");
    expect(report?.failure).toBeUndefined();
    expect(together.models.length).toBeGreaterThan(50);
    const { read } = sources.find(({ id }) => id === "together-post") ?? {};
    const readings = read?.(post) ?? [];
    expect(readings).toHaveLength(10);
    expect(readings.filter(({ from: day }) => day === "2026-09-11")).toHaveLength(10);
    expect(readings[8]).toMatchObject({ name: "openai/gpt-oss-20b", method: "sft-lora", amount: "0.4" });
  });

  it.each(["", "/new"])("reads OpenAI's table in its old and its new form%s", async (form) => {
    const [report] = await run("openai", { from: from() + form });
    const changed = report?.additions.filter((one) => one.changed) ?? [];
    expect(changed.map(({ where }) => where)).toEqual(["openai gpt-4.1-2025-04-14 training"]);
    expect(JSON.parse(changed[0]?.text ?? "{}")).toMatchObject({ amount: "27", from: today, confidence: "primary" });
    expect(report?.additions.filter((one) => !one.changed)).toHaveLength(3);
    expect(report?.discrepancies).toContain("providers/openai.json: not in the file: gpt-9-2027.");
  });

  it("reads lines of a page without tables, in its own unit and currency", async () => {
    const before = file("providers/alibaba-china.json") as ProviderFile;
    const [report] = await run("alibaba-china");
    expect(report?.additions.filter((one) => one.changed).map(({ where }) => where)).toEqual([
      "alibaba-china qwen3-8b training",
    ]);
    expect(file("providers/alibaba-china.json"), "nothing is written unasked").toEqual(before);
  });

  it("reads a table of sizes", async () => {
    const [report] = await run("ori");
    expect(JSON.parse(report?.additions[0]?.text ?? "{}") as Rate).toMatchObject({ amount: "0.5", per: "1M tokens" });
  });

  it("names what it cannot read", async () => {
    const [report] = await run("mistral");
    expect(report).toMatchObject({ additions: [], failure: expect.stringContaining("shape") as string });
  });

  it("reads the training prices of fifteen providers and more", () => {
    const read = new Set(sources.filter((one) => one.read !== undefined).map((one) => one.file));
    const providers = [...read].filter((path) => path.startsWith("providers/"));
    console.log(`refresh reads training prices of ${providers.length} providers.`);
    expect(providers.length).toBeGreaterThanOrEqual(15);
  });
});

describe("a public ledger of GPU prices", () => {
  const clouds = (): Map<string, CloudFile> =>
    new Map(cloudFiles.map(({ content }) => [content.cloud, structuredClone(content)]));
  const ids = [...gpuIds];

  it.each([
    ["H100 80GB SXM", "h100-sxm-80"],
    ["H100-PCIe", "h100-pcie-80"],
    ["A100-80GB", "a100-sxm-80"],
    ["A100-80GB-PCIe", "a100-pcie-80"],
    ["L40S 48GB", "l40s-48"],
    ["NVIDIA B200", "b200-180"],
    ["MI300X", "mi300x-192"],
    ["RTX 4090 24GB", "rtx-4090-24"],
  ])("knows the card %s", (name, id) => {
    expect(cardOf(name, ids)).toBe(id);
  });

  it("covers 25 clouds and more of the book, in CSV and JSON, and names what is not in it", () => {
    const all = clouds();
    const covered = new Set<string>();
    for (const [cloud, { name, rates }] of all) {
      const rate = rates.findLast(({ term, currency }) => term === "on_demand" && currency === "USD");
      if (rate === undefined) continue;
      const csv = `provider,gpu,gpus,term,instance,region,price_per_gpu,date\n"${name}",${rate.gpu.replaceAll("-", " ")},${rate.gpus},on_demand,"${rate.id}",${rate.region ?? ""},${(Number(rate.amount) * 1.5) / rate.gpus},2026-11-30`;
      const { proposals } = proposeLedger(readLedger(csv, today), clouds(), ids, { cite: "https://example.com/a.csv" });
      if (proposals.some((one) => one.changed && one.cloud === cloud)) covered.add(cloud);
    }
    console.log(`a ledger reaches ${covered.size} of ${all.size} clouds.`);
    expect(covered.size).toBeGreaterThanOrEqual(25);
    const json = JSON.stringify({
      date: "2026-11-30",
      providers: { datacrunch: { "H200 141GB SXM": 9.1 }, nobody: { "H100 80GB SXM": 1 } },
    });
    const { proposals, discrepancies } = proposeLedger(readLedger(json, today), all, ids, {
      cite: "https://example.com/b",
    });
    expect(proposals.map(({ cloud }) => cloud)).toEqual(["verda"]);
    expect(discrepancies).toContain("not in the book: the cloud nobody.");
  });

  it("takes the day of the whole list, and how a row is rented and sold", () => {
    const row = { vendor: "Lambda", gpu: "H100 SXM", usd_per_gpu_hour: 4 };
    const json = JSON.stringify({
      retrieved: "2026-11-09",
      rows: [
        row,
        { ...row, min_gpus: 8, provisioning: "spot" },
        { ...row, product: "Community Cloud", date: "2026-11-10" },
      ],
    });
    expect(readLedger(json, today).map(({ day, term, gpus, amount }) => [day, term, gpus, amount])).toEqual([
      ["2026-11-09", "on_demand", 1, 4],
      ["2026-11-09", "spot", 8, 32],
      ["2026-11-10", "community", 1, 4],
    ]);
  });

  it("refuses a ledger in another shape, and takes no rounding for a change", () => {
    expect(() => readLedger("a,b\n1,2", today)).toThrow("no columns");
    const stored = readFileSync(new URL("../gpus/aws.json", import.meta.url), "utf8");
    expect(stored).toContain("p5.48xlarge");
    const csv =
      "provider,gpu,gpus,term,instance,region,price_per_gpu,date\naws,H100,8,on_demand,p5.48xlarge,us-east-1,6.8801,2026-11-30";
    const { proposals, discrepancies } = proposeLedger(readLedger(csv, today), clouds(), ids, {
      cite: "https://example.com/a.csv",
    });
    expect([proposals.map(({ changed }) => changed), discrepancies]).toEqual([[false], []]);
  });
});
