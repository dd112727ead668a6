import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, type LineItem, type Offer, type Question } from "../src/index.ts";

type Asked = Omit<Question, "prices" | "only"> & { readonly offer: string };

/** The offer of the real price book, whether it is open on that day's data or only shown as arithmetic. */
function priced({ offer: id, ...question }: Asked): Offer {
  const { offers, refused, problem } = estimate({ ...question, prices, only: { models: [id] } });
  const refusal = refused.find((one) => one.id === id);
  const found = offers.find((one) => one.id === id) ?? refusal?.wouldBe;
  if (found === undefined)
    throw new Error(`No bill for ${id}: ${problem?.sentence ?? refusal?.sentence ?? "not in the book"}`);
  return found;
}

function amounts(lines: readonly LineItem[]): string[] {
  return lines.map(({ amount }) => amount);
}

/** The worked examples that providers print, to their last digit, at the real rates of the day. */
describe("worked examples of the providers", () => {
  it.each([
    ["openai/gpt-4o-mini-2024-07-18:sft", "2026-11-24", "0.9"],
    ["openai/gpt-3.5-turbo-0125:sft", "2025-03-01", "2.4"],
  ])("OpenAI's guide, 100,000 tokens × 3 epochs at %s on %s: $%s", (offer, asOf, total) => {
    expect(priced({ asOf, offer, job: { examples: 1000, tokensPerExample: 100, epochs: 3 } }).total.amount).toBe(total);
  });

  it("OpenAI's API reference, davinci-002 over 4 epochs: 5,768 trained tokens", () => {
    const job = { examples: 1, tokensPerExample: 1442, epochs: 4 };
    expect(priced({ asOf: "2024-03-01", offer: "openai/davinci-002:sft", job }).billedTokens).toBe("5768");
  });

  it("OpenAI's reinforcement guide, 4 billable hours: $400", () => {
    const job = { examples: 100, tokensPerExample: 100, hours: 4 };
    expect(priced({ asOf: "2026-10-22", offer: "openai/o4-mini-2025-04-16:rft", job }).total.amount).toBe("400");
  });

  it.each([
    ["regional-hourly-4k", "1.5", "67.5"],
    ["regional-hourly-16k", "1.25", "85"],
  ])("Azure's job of 2024 by the hour, gpt-35-turbo:sft@%s for %s hours: $%s", (variant, hours, total) => {
    const job = { examples: 100, tokensPerExample: 450, hours: Number(hours) };
    expect(priced({ asOf: "2024-05-15", offer: `azure/gpt-35-turbo:sft@${variant}`, job }).total.amount).toBe(total);
  });

  it("Azure's reinforcement example, 4 hours and a grader: $427.06", () => {
    const job = {
      examples: 100,
      tokensPerExample: 100,
      hours: 4,
      graderInputTokens: 5_000_000,
      graderOutputTokens: 4_900_000,
    };
    const offer = priced({ asOf: "2026-10-22", offer: "azure/o4-mini:rft@global", job });
    expect(amounts(offer.lines)).toEqual(["400", "5.5", "21.56"]);
    expect(offer.total.amount).toBe("427.06");
  });

  // learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-cost-management (2026-02-11): a month of 30 days.
  it("Azure's month of a chatbot, 20M tokens read and 40M written in 10,000 conversations: $1,422.00", () => {
    const traffic = { requestsPerMonth: 10_000, inputTokens: 2000, outputTokens: 4000, months: 1 };
    const offer = priced({
      asOf: "2026-03-19",
      offer: "azure/o4-mini:rft@global",
      job: { examples: 100, tokensPerExample: 100, hours: 4 },
      traffic,
      hoursPerMonth: 30 * 24,
    });
    expect(amounts(offer.lines)).toEqual(["400", "22", "176", "1224"]);
    expect(offer.monthly?.amount).toBe("1422");
  });

  // 1,000 episodes of 8 turns that start from 8,000 tokens, write 2,000 a turn and grow by 12,000 between two turns:
  // 400,000 tokens read an episode. The page's own inputs and formula, at the rates that it prints.
  // docs.fireworks.ai/fine-tuning/multi-turn-cost-comparison.md
  it.each([
    ["tinker/kimi-k2.6-128k:rft-lora", "2060", "204.96"],
    ["tinker/qwen3.5-397b-a17b-256k:rft-lora", "1600", "160"],
    ["tinker/gpt-oss-120b-128k:rft-lora", "252", "24.64"],
  ])("Fireworks' comparison of rollouts at Tinker, %s: $%s read and $%s written", (offer, read, written) => {
    const rollouts = { perPrompt: 1, tokens: 16_000, turns: 8, addedTokens: 70_000 };
    const job = { examples: 1000, tokensPerExample: 8000, epochs: 1, rollouts };
    const { lines } = priced({ asOf: "2026-07-16", offer, job });
    expect(amounts(lines.filter(({ kind }) => kind === "rollout"))).toEqual([read, written]);
  });

  it("the same page: at 8 turns 77 % of what is read comes from a cache", () => {
    const rollouts = { perPrompt: 1, tokens: 16_000, turns: 8, addedTokens: 70_000 };
    const job = { examples: 1000, tokensPerExample: 8000, epochs: 1, rollouts };
    const { lines } = priced({ asOf: "2026-11-24", offer: "fireworks/qwen-3.8-27b:rft-lora@serverless", job });
    const [fresh = 0, again = 0] = lines
      .filter(({ kind }) => kind === "rollout")
      .map(({ quantity }) => Number(quantity));
    expect(again / (fresh + again)).toBeCloseTo(0.77, 2);
  });

  // "48,000 tokens billed" in the tutorial is arithmetic, ten times its own job.
  it("Azure's tutorial, 478 tokens × 10 epochs: 5,000 billed; its validation file is free", () => {
    const job = {
      examples: 10,
      tokensPerExample: 47.8,
      epochs: "provider",
      validation: { examples: 10, tokensPerExample: 48 },
    } as const;
    expect(priced({ asOf: "2026-11-24", offer: "azure/gpt-4o-mini:sft@regional", job }).billedTokens).toBe("5000");
  });

  it("AWS's Nova Micro, 2,000 × 800 × 5 epochs: $8.00, and 22,000 queries a month: $0.80", () => {
    const job = { examples: 2000, tokensPerExample: 800, epochs: 5 };
    const traffic = { requestsPerMonth: 22_000, inputTokens: 800, outputTokens: 60, months: 1 };
    const offer = priced({ asOf: "2026-11-24", offer: "aws-bedrock/nova-micro:sft", job, traffic });
    expect(amounts(offer.lines)).toEqual(["8", "0.616", "0.1848", "1.95"]);
  });

  // The page writes "1,000 tokens" beside a price per 1,000 tokens: the printed totals are those of 1,000,000.
  it.each([
    ["aws-bedrock/cohere-command:sft", "55.45"],
    ["aws-bedrock/llama-2-70b:sft", "33.44"],
  ])("AWS's price page, a million tokens, a month of storage and one unit-hour at %s: $%s", (offer, total) => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    const traffic = { requestsPerMonth: 0, inputTokens: 0, outputTokens: 0, months: 1, deployedHoursPerMonth: 1 };
    expect(priced({ asOf: "2025-03-01", offer, job, traffic }).total.amount).toBe(total);
  });

  it("bills a negotiated unit-hour whatever its term", () => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    const traffic = { requestsPerMonth: 0, inputTokens: 0, outputTokens: 0, months: 1, deployedHoursPerMonth: 1 };
    const [provider, kind, currency, per, source] = ["aws-bedrock", "provisioned", "USD", "model-unit-hour", "mine"];
    const overlay = { rates: [{ provider, kind, amount: "40", currency, per, source }] };
    expect(
      priced({ asOf: "2025-03-01", offer: "aws-bedrock/cohere-command:sft", job, traffic, ownPrices: overlay }).total,
    ).toEqual({ amount: "45.95", currency: "USD" });
  });

  it("AWS's Titan image generator, 64 images × 500 steps: $182.95", () => {
    const job = { examples: 100, tokensPerExample: 1, imagesSeen: 64 * 500 };
    const traffic = { requestsPerMonth: 0, inputTokens: 0, outputTokens: 0, months: 1, deployedHoursPerMonth: 1 };
    const offer = priced({ asOf: "2025-03-01", offer: "aws-bedrock/titan-image-generator:sft", job, traffic });
    expect(offer.total.amount).toBe("182.95");
  });

  it("AWS's image notebook, 8 × 8,000 images: $320, and $1.95 a month", () => {
    const job = { examples: 100, tokensPerExample: 1, imagesSeen: 8 * 8000 };
    const traffic = { requestsPerMonth: 0, inputTokens: 0, outputTokens: 0, months: 1, deployedHoursPerMonth: 0 };
    const offer = priced({ asOf: "2025-03-01", offer: "aws-bedrock/titan-image-generator:sft", job, traffic });
    expect([offer.training.amount, offer.total.amount]).toEqual(["320", "321.95"]);
  });

  it("Azure's documentation, 1M × 2 epochs at its illustrative $2: $4, 40,000 validation tokens free", () => {
    const job = {
      examples: 1000,
      tokensPerExample: 1000,
      epochs: 2,
      validation: { examples: 40, tokensPerExample: 1000 },
    };
    const rates = [
      { provider: "azure", kind: "training", amount: "2", currency: "USD", per: "1M tokens", source: "illustrative" },
    ];
    const offer = priced({ asOf: "2026-11-24", offer: "azure/gpt-4.1:sft@global", job, ownPrices: { rates } });
    expect(offer.total.amount).toBe("4");
  });

  it("Google's notebook, (259,243 + 50,154) × 4 epochs: 1,237,588 tokens", () => {
    // One token an example, so that no example meets the context limit.
    const job = {
      examples: 259_243,
      tokensPerExample: 1,
      epochs: 4,
      validation: { examples: 50_154, tokensPerExample: 1 },
    };
    const offer = priced({ asOf: "2026-08-21", offer: "google-vertex/gemini-2.5-flash:sft", job });
    expect(offer.billedTokens).toBe("1237588");
    expect(offer.assumptions.map(({ kind }) => kind)).toContain("validation_disputed");
  });

  it("Nebius's notebook with packing, 800 examples × 5 epochs: $0.5 stands in the range", () => {
    const job = { examples: 800, tokensPerExample: 180, epochs: 5 };
    const offer = priced({ asOf: "2026-08-21", offer: "nebius/llama-3.1-8b-instruct:sft-lora", job });
    const { total, range, assumptions } = offer;
    expect(total.amount).toBe("0.288");
    // 5 × 32 × 8,192 tokens at $0.4.
    expect(range.high).toBe("0.524288");
    expect(assumptions.map(({ kind }) => kind)).toContain("packed_steps");
  });

  it("Mistral's older job, 10 steps: $2.6214, unrounded", () => {
    const job = { examples: 100, tokensPerExample: 100, steps: 10 };
    const { lines } = priced({ asOf: "2024-08-01", offer: "mistral/open-mistral-7b:sft-lora", job });
    expect(amounts(lines)).toEqual(["2.62144"]);
  });

  it("Mistral's minimum of $4, a line of its own once it was stated", () => {
    const job = { examples: 100, tokensPerExample: 100, steps: 10 };
    const { lines } = priced({ asOf: "2025-02-01", offer: "mistral/open-mistral-7b:sft-lora", job });
    expect(amounts(lines)).toEqual(["2.62144", "1.37856"]);
  });

  it.each([
    [100, "3.28"],
    [200, "6.56"],
    [250, "8.2"],
  ])("Mistral's classifier jobs, %i steps, rounded up to the cent: €%s", (steps, total) => {
    const job = { examples: 100, tokensPerExample: 100, steps };
    const offer = priced({ asOf: "2025-05-01", offer: "mistral/ministral-3b-classifier:classifier", job });
    expect(offer.total).toEqual({ amount: total, currency: "EUR" });
  });

  it.each([
    ["mistral/pixtral-12b:sft-lora", "2026-03-01", { from: "USD", to: "EUR", rate: "0.9227" }, "3.6908"],
    ["mistral/ministral-3b-classifier:classifier", "2025-05-01", { from: "EUR", to: "USD", rate: "1.0837" }, "4.44317"],
  ])("%s on %s at a pinned exchange rate: its invoice × that rate", (offer, asOf, pair, total) => {
    const job = { examples: 10, tokensPerExample: 10, epochs: 1, ...(pair.from === "EUR" && { steps: 125 }) };
    const overlay = { exchange: [{ ...pair, date: "2026-11-20", source: "ECB" }] };
    expect(priced({ asOf, offer, job, ownPrices: overlay }).total).toEqual({ amount: total, currency: pair.to });
  });

  it.each([
    ["gpt-4o:sft@regional", "27.5"],
    ["gpt-4o:sft@global", "25"],
    ["gpt-4.1:sft@regional", "27.5"],
    ["gpt-4.1-nano:sft@regional", "1.65"],
  ])("Azure's price list, a million tokens of azure/%s: $%s", (id, total) => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    const offer = priced({ asOf: "2026-11-24", offer: `azure/${id}`, job });
    expect([offer.total.amount, offer.range.low]).toEqual([total, total]);
    expect(offer.assumptions.map(({ kind }) => kind)).not.toContain("price_disputed");
  });

  it("OpenAI's batch price that another source has as half: both are in the range", () => {
    const job = { examples: 1000, tokensPerExample: 100, epochs: 1 };
    const traffic = { requestsPerMonth: 1000, inputTokens: 1000, outputTokens: 100, months: 1, batchShare: 1 };
    const offer = "openai/gpt-4o-2024-08-06:sft";
    const { total, range } = priced({ asOf: "2026-11-24", offer, job, traffic });
    // A million tokens read: $2.225, or $1.87.
    expect([total.amount, range.low]).toEqual(["5.975", "5.62"]);
  });

  it("Cohere's dashboard, 8,440 tokens × 1 epoch: $0.06752", () => {
    const job = { examples: 844, tokensPerExample: 10, epochs: 1 };
    expect(priced({ asOf: "2024-06-01", offer: "cohere/command:sft", job }).total.amount).toBe("0.06752");
  });

  it("Ori's billing page, 5M × 3 + 1M validation: $7.36", () => {
    const job = {
      examples: 5000,
      tokensPerExample: 1000,
      epochs: 3,
      validation: { examples: 1000, tokensPerExample: 1000 },
    };
    expect(priced({ asOf: "2026-11-24", offer: "ori/up-to-10b:sft-lora", job }).total.amount).toBe("7.36");
  });

  it("Together's page, 8 × 1,000 rows of 8,192 and 10 evaluations of 1M: 75,536,000 tokens", () => {
    const validation = { examples: 1000, tokensPerExample: 1000 };
    const job = {
      examples: 8000,
      tokensPerExample: 500,
      epochs: 1,
      packing: false,
      maxSequenceTokens: 8192,
      validation,
      evaluations: 10,
    };
    const offer = priced({ asOf: "2026-11-24", offer: "together/llama-3.1-8b-instruct:sft-lora", job });
    expect(offer.billedTokens).toBe("75536000");
    // At $0.34 since the cut of 2026-09-11, at $0.48 before.
    expect(offer.total.amount).toBe("25.68224");
  });
});
