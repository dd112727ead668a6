import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, type Offer, type Traffic } from "../src/index.ts";

const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
const traffic: Traffic = { requestsPerMonth: 1000, inputTokens: 1000, outputTokens: 1000, months: 1 };

function offerOn(asOf: string, id: string): Offer {
  const { offers, refused } = estimate({ asOf, prices, job, traffic, only: { models: [id] } });
  const [offer] = offers;
  if (offer === undefined) throw new Error(`${id} on ${asOf}: ${JSON.stringify(refused.map(({ reason }) => reason))}`);
  return offer;
}

/** What a million tokens of training cost on a day, in the price's own currency. */
describe("training prices that changed", () => {
  it.each([
    ["alibaba-china/qwen3-vl-8b-instruct:sft-lora", "2026-05-27", "12 CNY"],
    ["alibaba-china/qwen3-vl-8b-instruct:sft-lora", "2026-05-28", "15 CNY"],
    ["alibaba-china/qwen3-vl-8b-instruct:sft-lora", "2026-06-01", "12 CNY"],
    ["alibaba-china/qwen3.6-27b:sft-lora", "2026-11-26", "50 CNY"],
    ["aws-bedrock/cohere-command:sft", "2024-06-01", "4 USD"],
    ["aws-bedrock/cohere-command-light:sft", "2024-03-13", "1 USD"],
    ["aws-bedrock/llama-2-70b:sft", "2024-06-01", "7.99 USD"],
    ["azure/davinci-002:sft", "2024-09-01", "6 USD"],
    ["azure/babbage-002:sft", "2024-09-01", "0.4 USD"],
    ["azure/gpt-35-turbo:sft@regional", "2024-06-01", "8 USD"],
    ["azure/gpt-35-turbo:sft@regional", "2025-09-01", "8.8 USD"],
    ["azure/gpt-4o:sft@global", "2024-12-01", "25 USD"],
    ["azure/gpt-4.1-nano:sft@regional", "2025-09-01", "1.65 USD"],
    ["azure/phi-3-mini:sft", "2024-10-01", "3 USD"],
    ["azure/phi-4-mini:sft", "2025-08-01", "3 USD"],
    ["azure/gpt-oss-20b:sft@global", "2026-11-26", "3.6 USD"],
    ["google-ai-studio/gemini-1.5-flash-001-tuning:sft", "2025-01-15", "0 USD"],
  ])("%s on %s: %s", (id, day, expected) => {
    const { training } = offerOn(day, id);
    expect(`${training.amount} ${training.currency}`).toBe(expected);
  });
});

describe("Azure's training by the hour, which ended when that by the token came", () => {
  const ids = [
    "azure/davinci-002:sft@regional-hourly",
    "azure/babbage-002:sft@regional-hourly",
    "azure/gpt-35-turbo:sft@regional-hourly-16k",
  ];
  const reasons = (asOf: string): unknown[] =>
    estimate({ asOf, prices, job, only: { models: ids } }).refused.map(({ reason }) => reason.kind);

  it("asks for the hours while it was sold", () => {
    expect(reasons("2024-05-15")).toEqual(["not_stated", "not_stated", "not_stated"]);
  });

  it("is not offered after", () => {
    for (const day of ["2024-06-01", "2024-12-01"])
      expect(reasons(day)).toEqual(["not_offered", "not_offered", "not_offered"]);
    expect(estimate({ asOf: "2026-11-26", prices, job, only: { models: ids } }).offers).toEqual([]);
  });
});

describe("models that left Microsoft's list", () => {
  it.each([
    ["2025-08-01", "2025-07-14"],
    ["2026-11-26", "2025-07-14"],
  ])("Phi-3 is not offered on %s, since %s", (asOf, since) => {
    const [refused] = estimate({ asOf, prices, job, only: { models: ["azure/phi-3-mini:sft"] } }).refused;
    expect(refused?.reason).toMatchObject({ kind: "not_offered", since, lastSeen: "2024-12-16" });
  });

  it("what came after a list that speaks of what it names alone is offered by its price", () => {
    expect(offerOn("2025-06-01", "azure/gpt-4.1:sft@global").status.kind).toBe("listed");
  });
});

describe("a way to train that is served in a way of its own", () => {
  it("Alibaba: after LoRA by the token, after full training by the model unit, every hour", () => {
    const kinds = (id: string): string[] => offerOn("2026-08-18", id).lines.map(({ kind }) => kind);
    expect(kinds("alibaba-china/qwen3-32b:sft-lora")).not.toContain("hosting");
    expect(kinds("alibaba-china/qwen3-32b:sft-full")).toContain("hosting");
  });
});
