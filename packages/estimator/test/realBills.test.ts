import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, noteOf, type Job, type Offer, type Question } from "../src/index.ts";
import { countsOf, profileOf } from "./profileOf.ts";

/** The bill of one offer on a day, whether or not it is sold on it. */
function bill(offer: string, asOf: string, job: Job, more: Partial<Question> = {}): Offer {
  const { offers, refused } = estimate({ asOf, prices, job, ...more, only: { models: [offer] } });
  const found = offers.find(({ id }) => id === offer) ?? refused.find(({ id }) => id === offer)?.wouldBe;
  if (found === undefined) throw new Error(`${offer} on ${asOf}: ${JSON.stringify(refused)}`);
  return found;
}

/** Public bills, job objects and billing events, each by the rate and the rule of its day. */
describe("real bills", () => {
  it("Fireworks, muse-glimmer-30b, September 2026: 13.5M tokens, $40.59 at $3.00 per 1M", () => {
    const offer = bill("fireworks/muse-glimmer-30b:sft-lora", "2026-10-10", {
      examples: 5081,
      tokensPerExample: 1331.4,
      epochs: 2,
    });
    expect(offer.lines[0]?.rate.amount).toBe("3");
    expect(Number(offer.total.amount)).toBeCloseTo(40.59, 1);
  });

  it("Fireworks DPO: twice the prompt and both answers", () => {
    const profile = {
      ...profileOf({
        "qwen3/qwen2": countsOf([[100, 100]], { trainable: [[40, 100]], prompt: [[60, 100]] }),
      }),
      format: "dpo",
      natures: { dpo: "pair" as const },
    };
    const offer = bill("fireworks/qwen3-8b:dpo-lora", "2026-11-24", { profile, epochs: 1 });
    expect(offer.billedTokens).toBe("16000");
    expect(noteOf(offer, "pair_tokens")).toBeUndefined();
  });

  it("Together: two jobs under the minimum, $4.00 each", () => {
    const offer = bill("together/qwen3.5-9b:sft-lora", "2026-09-01", {
      examples: 100,
      tokensPerExample: 600,
      epochs: 1,
    });
    expect(offer.total.amount).toBe("4");
    // Some models are exempt from the minimum, and Together does not say which: the low end is without it.
    expect(Number(offer.range.low)).toBeLessThan(4);
  });

  it("Together: no idle price for a base that cannot be deployed", () => {
    const job = { examples: 100, tokensPerExample: 600, epochs: 1 };
    const offer = bill("together/llama-3.1-8b-instruct:sft-lora", "2026-11-24", job);
    expect(offer.idle).toBeNull();
  });

  it("Vertex gemini-1.5-pro-002: totalBillableTokenCount 255,243 for 500 rows, and nothing per record", () => {
    const job = { examples: 500, tokensPerExample: 510.486, epochs: 1 };
    const offer = bill("google-vertex/gemini-1.5-pro-002:sft", "2025-06-01", job);
    expect(offer.billedTokens).toBe("255243");
    // Google's notebook adds 8 a record, an estimate: the range alone holds them.
    expect(noteOf(offer, "record_tokens")?.sentence).toContain("8 tokens for each record");
    expect(Number(offer.range.high)).toBeGreaterThanOrEqual((259_243 * 80) / 1e6);
  });

  it("Azure, gpt-4.1, 2026-05-18: 1,567 tokens × 10 epochs, billed 16,000", () => {
    const offer = bill("azure/gpt-4.1:sft@global", "2026-05-18", { examples: 1, tokensPerExample: 1567, epochs: 10 });
    expect(offer.billedTokens).toBe("16000");
  });

  it("Azure, gpt-4.1, a notebook of September 2025: 40 examples × 3 epochs, 7,938 tokens, billed 8,000", () => {
    const job = { examples: 40, tokensPerExample: 66.15, epochs: 3 };
    const offer = bill("azure/gpt-4.1:sft@global", "2025-11-05", job);
    expect([offer.billedTokens, offer.total.amount]).toEqual(["8000", "0.2"]);
  });

  it("OpenPipe's table of early 2024: $4 per 1M for a base of 7B, $8 for Mixtral", () => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    expect(bill("openpipe/mistral-7b-v0.1:sft-lora", "2024-04-15", job).total.amount).toBe("4");
    expect(bill("openpipe/mixtral-8x7b-instruct:sft-lora", "2024-04-15", job).total.amount).toBe("8");
  });

  it("FPT AI Factory: 2.5 GPU-hours at $5.5, $13.75", () => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1, hours: 2.5 };
    expect(bill("fpt-ai-factory/h100-job:sft-lora", "2026-11-25", job).total.amount).toBe("13.75");
  });

  it("Azure, gpt-4o-mini, 2025-05-23: 478 tokens × 10 epochs, billed 5,000", () => {
    const offer = bill("azure/gpt-4o-mini:sft@regional", "2025-05-23", {
      examples: 1,
      tokensPerExample: 478,
      epochs: 10,
    });
    expect(offer.billedTokens).toBe("5000");
  });

  it("Vertex, gemini-3.5-flash: $10 per 1M, and calls at 1.5 times the base", () => {
    const traffic = { requestsPerMonth: 1000, inputTokens: 1000, outputTokens: 100, months: 1 };
    const offer = bill(
      "google-vertex/gemini-3.5-flash:sft",
      "2026-11-24",
      { examples: 1000, tokensPerExample: 1000, epochs: 1 },
      { traffic },
    );
    expect(offer.training.amount).toBe("10");
    // 1M × 1.65 × 1.5 + 0.1M × 9.90 × 1.5
    expect(offer.monthly?.amount).toBe("3.96");
  });

  it.each([
    // OpenAI's API on 2022-07-03, by an archive's capture of the price page; later by its announcements.
    ["openai/davinci:sft", "2022-08-01", "30"],
    ["openai/gpt-3.5-turbo-0613:sft", "2023-09-01", "8"],
    ["openai/gpt-3.5-turbo-0125:sft", "2024-07-01", "8"],
    ["openai/gpt-4o-2024-08-06:sft", "2024-10-01", "25"],
    ["openai/gpt-4o-mini-2024-07-18:sft", "2024-10-01", "3"],
    ["openai/gpt-4.1-2025-04-14:sft", "2025-06-01", "25"],
    ["openai/gpt-4.1-mini-2025-04-14:sft", "2025-06-01", "5"],
  ])("a million tokens at %s on %s: $%s", (offer, asOf, total) => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    expect(bill(offer, asOf, job).total.amount).toBe(total);
  });

  it("OpenAI, gpt-4o, 2024-09-11: 5,664 tokens on a free day, $0; more than the allowance is billed", () => {
    const free = bill("openai/gpt-4o-2024-08-06:sft", "2024-09-11", { examples: 1, tokensPerExample: 1888, epochs: 3 });
    expect([free.billedTokens, free.total.amount]).toEqual(["5664", "0"]);
    expect(noteOf(free, "free_allowance")?.sentence).toContain("2024-09-23");
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 3 };
    expect(bill("openai/gpt-4o-2024-08-06:sft", "2024-09-11", job).total.amount).toBe("50");
    expect(bill("openai/gpt-4o-2024-08-06:sft", "2024-09-23", job).total.amount).toBe("50");
    expect(bill("openai/gpt-4o-2024-08-06:sft", "2024-09-24", job).total.amount).toBe("75");
  });

  it("OpenAI, gpt-3.5-turbo, three days after its tuning opened: 26,100 tokens in five epochs at $0.008 per 1K, $0.2088", () => {
    const job = { examples: 10, tokensPerExample: 522, epochs: 5 };
    const offer = bill("openai/gpt-3.5-turbo-0613:sft", "2023-08-25", job);
    expect([offer.billedTokens, offer.total.amount]).toEqual(["26100", "0.2088"]);
  });

  it("OpenAI, gpt-3.5-turbo, 2024-07-01: 26,610 tokens at $8 per 1M, $0.21288", () => {
    const job = { examples: 1, tokensPerExample: 2661, epochs: 10 };
    expect(bill("openai/gpt-3.5-turbo-0125:sft", "2024-07-01", job).total.amount).toBe("0.21288");
  });

  it.each([
    ["gpt-oss-120b", "0.737"],
    ["gpt-oss-120b-128k", "2.33"],
    ["gpt-oss-20b", "0.396"],
    ["qwen3.6-27b", "4.103"],
    ["qwen3.8-27b", "4.103"],
    ["nemotron-3-nano-30b-a3b", "0.88"],
    ["nemotron-3-super-120b-a12b", "1.276"],
    ["nemotron-3-ultra-550b-a55b", "5.478"],
    ["inkling-256k", "11.23"],
    ["qwen3.5-35b-a3b-base", "1.177"],
  ])("Tinker's list of 2026-07-17 and later: %s at $%s", (model, amount) => {
    const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
    expect(bill(`tinker/${model}:sft-lora`, "2026-11-24", job).training.amount).toBe(amount);
  });
});
