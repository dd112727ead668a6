import { describe, expect, it } from "vitest";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { sources } from "../refresh/sources.mjs";
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
