import { describe, expect, it } from "vitest";
import type { Answer, Job, Profile } from "../src/index.ts";
import { ask, job } from "./ask.ts";
import { book, model, rate } from "./book.ts";
import { countsOf, profileOf } from "./profileOf.ts";

function lines(answer: Answer): readonly (readonly [string, string])[] {
  return (answer.offers[0]?.lines ?? []).map(({ label, amount }) => [label, amount]);
}

describe("stages of sequential fine-tuning", () => {
  it("add up, each with its own data and epochs", () => {
    const stages = [
      { examples: 200, tokensPerExample: 50, epochs: 1 },
      { examples: 100, tokensPerExample: 100 },
    ];
    const answer = ask({ job: { ...job, stages } });
    expect(lines(answer)).toEqual([
      ["Training, 3 epochs", "0.9"],
      ["Stage 2: Training, 1 epoch", "0.03"],
      ["Stage 3: Training, 3 epochs", "0.09"],
    ]);
    expect(answer.offers[0]).toMatchObject({ total: { amount: "1.02" }, billedTokens: "340000" });
  });

  it("have hours of their own where hours are billed", () => {
    const hourly = model({
      rates: [rate("training", "100", { per: "hour" })],
      offers: [{ method: "rft", billing: [{ tag: "hours" }] }],
    });
    const prices = book([hourly]);
    const stage = { examples: 100, tokensPerExample: 100 };
    const stated = ask({ prices, job: { ...job, hours: 5, stages: [{ ...stage, hours: 2 }] } });
    expect(lines(stated).map(([, amount]) => amount)).toEqual(["500", "200"]);
    const open = ask({ prices, job: { ...job, hours: 5, stages: [stage] } }).refused[0];
    expect(open).toMatchObject({ reason: { kind: "not_stated", what: "hours", stage: 2 } });
    expect(open?.sentence).toBe("Stage 2: Billed by the hour of training: state the hours to price it.");
  });

  it("are packed, or not, as the first is", () => {
    const unpacked = [{ tag: "tokens_times_epochs" }, { tag: "unpacked_rows" }];
    const prices = book([model({ offers: [{ method: "sft", billing: unpacked }] })]);
    const stages = [{ examples: 100, tokensPerExample: 10 }];
    const asked = { ...job, epochs: 1, packing: false, maxSequenceTokens: 500, stages };
    // Rows times the longest sequence: 1,000 × 500 and 100 × 500.
    expect(ask({ prices, job: asked }).offers[0]?.billedTokens).toBe("550000");
    expect(ask({ prices, job: { ...asked, packing: true } }).offers[0]?.billedTokens).toBe("101000");
  });

  it("are each a job of their own to the provider's limits", () => {
    const stage = { examples: 9, tokensPerExample: 100 };
    const few = ask({ prices: book([model({ limits: { minExamples: 10 } })]), job: { ...job, stages: [stage] } });
    expect(few.refused[0]).toMatchObject({
      reason: { kind: "too_few_examples", examples: 9, least: 10, stage: 2 },
      wouldBe: { training: { amount: "0.9081" } },
    });
    const same = { examples: 1000, tokensPerExample: 100 };
    const most = book([model({ limits: { jobTokens: 300_000 } })]);
    expect(ask({ prices: most, job: { ...job, stages: [same] } }).refused).toEqual([]);
    const larger = ask({ prices: most, job: { ...job, stages: [{ ...same, epochs: 4 }] } });
    expect(larger.refused[0]?.reason).toMatchObject({ kind: "job_too_large", tokens: "400000", stage: 2 });
  });

  it("make every total at least where rows of one could not be read, or its shape has to be converted", () => {
    const prices = book([model({ formats: ["chat-sft"] })]);
    const answer = ask({ prices, job: { ...job, stages: [{ profile: profile(2) }] } });
    expect(answer.notices.map(({ sentence }) => sentence)).toEqual([
      '2 rows are unreadable and in no figure: every total is "at least".',
    ]);
    expect(answer.offers[0]?.assumptions.map(({ kind }) => kind)).toContain("convert_first");
  });

  it("are repeated in the question with what is stated of them", () => {
    const stages = [{ examples: 100, tokensPerExample: 100, hours: 2, epochs: 1 }];
    expect(ask({ job: { ...job, stages } }).input["job"]).toMatchObject({ stages });
    const wrong = ask({ job: { ...job, stages: [{ ...job, hours: -1 }] } as Job });
    expect(wrong.problem?.sentence).toMatch(/stage 2 hours/iu);
  });

  it("says of pairs behind written answers that every stage is trained in one way", () => {
    const pairs = { ...profileOf({ "openai/o200k_base": countsOf([[100, 10]]) }), format: "dpo" };
    const profile = { ...pairs, natures: { dpo: "pair" } } as const;
    expect(ask({ job: { ...job, stages: [{ profile }] } }).refused[0]?.sentence).toBe(
      "Stage 2: Data of the shape dpo cannot be used for sft. Every stage is trained by the method of its offer: price this one on its own.",
    );
    expect(ask({ job: { profile } }).refused[0]?.sentence).toBe("Data of the shape dpo cannot be used for sft.");
  });
});

function profile(badRows: number): Profile {
  const counts = { "openai/o200k_base": countsOf([[100, 10]]) };
  return profileOf(counts, { format: "prompt-completion", rows: 10 + badRows, badRows, textExamples: 10 });
}
