import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "../../src/money.ts";
import { estimate, type Answer, type JobOptions, type Rollouts } from "../../src/index.ts";
import { ask as askBook, only } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const prompts = { examples: 1000, tokensPerExample: 300, epochs: 1 };

function ask(job: JobOptions, only: object = {}, asOf = "2026-11-24"): Answer {
  return estimate({ asOf, prices, job: { ...prompts, ...job }, only });
}

const cached = ["tinker/qwen3.5-9b:rft-lora"];
const total = (rollouts: Rollouts, models: readonly string[] = cached): string =>
  ask({ rollouts }, { models }).offers[0]?.total.amount ?? "none";

describe("jobs that draw their own completions", () => {
  it("take rows of chat as prompts, which jobs that learn their answers are graded on do not", () => {
    const rft = [{ method: "rft", billing: [{ tag: "tokens_times_epochs" }, { tag: "grader_tokens" }] }];
    const rates = [rate("training", "3"), rate("grader_input", "2"), rate("grader_output", "8")];
    const profile = profileOf({ "openai/o200k_base": countsOf([[100, 1000]]) });
    const answer = (more: JobOptions) =>
      askBook({ prices: book([model({ offers: rft, rates })]), job: { profile, epochs: 1, ...more } });
    expect(answer({}).refused[0]?.reason).toMatchObject({ kind: "unsupported_shape", format: "chat-sft" });
    const graded = { rollouts: { tokens: 500 }, graderInputTokens: 1_000_000 };
    expect(answer(graded).refused[0]?.reason.kind).not.toBe("unsupported_shape");
    const lines = (more: JobOptions) => {
      const { offers, refused } = answer({ ...graded, ...more });
      return (offers[0] ?? refused[0]?.wouldBe)?.lines.filter(({ kind }) => kind === "grading") ?? [];
    };
    expect(lines({}).map(({ amount }) => amount)).toEqual(["2"]);
    expect(lines({ graderOutputTokens: 0 })).toHaveLength(1);
    expect(lines({ graderOutputTokens: 500_000 }).map(({ amount }) => amount)).toEqual(["2", "4"]);
  });

  it("are priced at every service that bills their tokens, and only there", () => {
    const { offers, refused } = ask({ rollouts: { tokens: 500 } });
    const byTokens = offers.filter(({ lines }) => lines.some(({ kind }) => kind === "rollout"));
    expect(new Set(byTokens.map(({ provider }) => provider))).toEqual(new Set(["tinker", "fireworks"]));
    // Prime Intellect's shared service took its last runs on the day before.
    expect(refused.find(({ id }) => id === "prime-intellect/qwen3.5-4b:rft-lora")?.reason).toEqual({
      kind: "closed_to_new_jobs",
      from: "2026-10-05",
    });
    for (const { method } of offers) expect(method).toMatch(/^rft/);
    for (const { lines, total: sum } of offers) {
      const added = lines.reduce((all, { amount }) => all.plus(amount), decimal(0));
      expect(added.equals(sum.amount)).toBe(true);
    }
    // Every other reinforcement offer says what is missing.
    for (const { reason, sentence } of refused) {
      expect(["not_stated", "price_unknown", "not_offered", "retired", "closed_to_new_jobs"]).toContain(reason.kind);
      expect(sentence.length).toBeGreaterThan(20);
    }
  });

  it("cost prompts × group × epochs of what they read, write and train", () => {
    const [offer] = ask({ rollouts: { perPrompt: 4, tokens: 500 }, epochs: 2 }, { models: cached }).offers;
    expect(offer?.lines.map(({ label, quantity }) => [label, quantity])).toEqual([
      ["Training, 4 completions of each prompt, 2 epochs", String(8000 * 800)],
      ["Prompts read", String(8000 * 300)],
      ["Completions written", String(8000 * 500)],
    ]);
    expect(offer?.billedTokens).toBe("6400000");
  });

  it("have their turns read again, from the cache where there is one", () => {
    const rollouts = { perPrompt: 1, tokens: 900, turns: 3, addedTokens: 400 };
    const lines = ask({ rollouts }, { models: cached }).offers[0]?.lines ?? [];
    // Before the turns stand 300, 800 and 1,300 tokens: 2,400 in all, 1,300 of them for the first time.
    expect(lines.slice(1).map(({ quantity }) => quantity)).toEqual(["1300000", "1100000", "900000"]);
    // A third of 100,000 tokens before the second turn, two thirds before the third.
    const uneven =
      ask({ rollouts: { perPrompt: 1, tokens: 100, turns: 3 } }, { models: cached }).offers[0]?.lines ?? [];
    expect(uneven.slice(1).map(({ quantity }) => quantity)).toEqual(["366667", "633333", "100000"]);
    // A token and a half of tools in all are billed as two.
    const hardly = { perPrompt: 1, tokens: 100, turns: 2, addedTokens: 0.0015 };
    const [trained, read] = ask({ rollouts: hardly }, { models: ["tinker/qwen3-8b:rft-lora"] }).offers[0]?.lines ?? [];
    expect([trained?.quantity, read?.quantity]).toEqual(["400002", "650002"]);
    // Half of 100,001 tokens before the second turn: 50,000.5 are billed as 50,001.
    const half = { perPrompt: 1, tokens: 100.001, turns: 2 };
    const [, again] = ask({ rollouts: half }, { models: ["tinker/qwen3-8b:rft-lora"] }).offers[0]?.lines ?? [];
    expect(again?.quantity).toBe("650001");
    const [plain] = ask({ rollouts }, { models: ["tinker/qwen3-8b:rft-lora"] }).offers;
    expect(plain?.lines.slice(1).map(({ quantity }) => quantity)).toEqual(["2400000", "900000"]);
  });

  it("lie in a range whose ends are all that can be shared, and nothing", () => {
    const [offer] = ask(
      { rollouts: { perPrompt: 8, tokens: 500, turns: 4, addedTokens: 900 } },
      { models: cached },
    ).offers;
    expect(Number(offer?.range.low)).toBeLessThan(Number(offer?.total.amount));
    expect(Number(offer?.range.high)).toBeGreaterThan(Number(offer?.total.amount));
    const note = offer?.assumptions.find(({ kind }) => kind === "rollouts_drawn");
    expect(note?.sentence).toContain("8 completions");
    expect(note?.facts).toMatchObject({ perPrompt: 8, cached: true });
  });

  // 12M tokens read, 4M written, 16M trained: $48 + $16 + $12 at $1. One of four readings is new, three are of the cache:
  // 3M at $1 and 9M at $0.10. A rate of one's own may be below that of the cache: then sharing saves nothing.
  it.each([
    ["1", "76", "67.9", "76"],
    ["0.05", "64.6", "64.6", "64.6"],
  ])("share all of a prompt's reading but one in the low end, at $%s a million read", (input, ...ends) => {
    const billing = [{ tag: "rollout_tokens" }, { tag: "rollout_meters" }];
    const rates = [rate("training", "3"), rate("input", input), rate("cached_input", "0.1"), rate("output", "4")];
    const profile = profileOf({ "openai/o200k_base": countsOf([[300, 10_000]]) }, { format: "rft" });
    const drawn = only(
      askBook({
        prices: book([model({ offers: [{ method: "rft", billing }], rates })]),
        job: { profile, epochs: 1, rollouts: { perPrompt: 4, tokens: 100 } },
      }),
    );
    expect([drawn.total.amount, drawn.range.low, drawn.range.high]).toEqual(ends);
  });

  it("are refused where a price of drawing is not known, or is in another currency than the training", () => {
    const billing = [{ tag: "rollout_tokens" }, { tag: "rollout_meters" }];
    const refused = (...rates: readonly ReturnType<typeof rate>[]) =>
      askBook({
        prices: book([model({ offers: [{ method: "rft", billing }], rates: [rate("training", "3"), ...rates] })]),
        job: { ...prompts, rollouts: { tokens: 100 } },
        only: { methods: ["rft"] },
      }).refused[0]?.reason;
    expect(refused(rate("output", "4"))).toMatchObject({ kind: "price_unknown", rate: "input" });
    expect(refused(rate("input", "1", { currency: "EUR" }), rate("output", "4"))).toEqual({
      kind: "currency_without_rate",
      currency: "EUR",
    });
  });

  it("never cost less for more of anything", () => {
    const shape = fc.record({
      perPrompt: fc.integer({ min: 1, max: 32 }),
      tokens: fc.integer({ min: 1, max: 20_000 }),
      turns: fc.integer({ min: 1, max: 20 }),
      addedTokens: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(shape, fc.constantFrom("perPrompt", "tokens", "turns"), (rollouts, more) => {
        const grown = { ...rollouts, [more]: rollouts[more] + 1 };
        expect(decimal(total(grown)).greaterThanOrEqualTo(total(rollouts))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("are free by the hour where the hour is, and ask for the hours elsewhere", () => {
    const { offers, refused } = ask(
      { rollouts: { tokens: 500 } },
      { providers: ["fireworks", "azure"], methods: ["rft"] },
      "2026-09-21",
    );
    const byTheHour = offers.filter(({ method }) => method === "rft");
    expect(byTheHour.length).toBeGreaterThan(5);
    for (const { total: sum, lines } of byTheHour)
      expect([sum.amount, lines[0]?.label]).toEqual(["0", "Training, free by the hour"]);
    expect(refused.find(({ id }) => id === "azure/o4-mini:rft@global")?.sentence).toContain("state the hours");
  });

  it("are no free job where training is free and what they read and write is billed at a price nobody found", () => {
    const only = { models: ["wandb-serverless-rl/serverless-rl:rft"] };
    expect(ask({}, only).refused[0]?.sentence).toContain("state the rollouts");
    const { offers, refused } = ask({ rollouts: { tokens: 500 } }, only);
    expect(offers).toEqual([]);
    expect(refused[0]?.sentence).toContain("no price for input was found");
  });

  it.each([
    [{ tokens: 0 }, "job.rollouts.tokens"],
    [{ tokens: 10, perPrompt: 0 }, "job.rollouts.perPrompt"],
    [{ tokens: 10, turns: 1.5 }, "job.rollouts.turns"],
    [{ tokens: 10, addedTokens: -1 }, "job.rollouts.addedTokens"],
    [{}, "job.rollouts.tokens"],
  ])("%j is refused at %s", (rollouts, path) => {
    expect(ask({ rollouts: rollouts as Rollouts }).problem?.reason).toMatchObject({ path });
  });

  it("are asked for where only the method is named", () => {
    const [refusal] = ask({}, { models: cached }).refused;
    expect(refusal?.sentence).toContain("state the rollouts");
  });
});
