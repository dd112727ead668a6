import { describe, expect, it } from "vitest";
import { estimate, type Offer, type Question } from "../src/index.ts";
import { prices } from "../../../pricing/dist/index.js";
import { estimateReport } from "../src/report.ts";

const question: Question = {
  asOf: "2026-11-24",
  prices,
  job: { examples: 8000, tokensPerExample: 620 },
  traffic: { requestsPerMonth: 3_000_000, inputTokens: 900, cachedInputTokens: 300, outputTokens: 100, months: 3 },
  only: { providers: ["aws-bedrock", "azure", "openai", "nebius", "together", "mistral"] },
};
const { traffic: plain, ...untouched } = question;

function offersAt(job: Partial<Question["job"]>, traffic: object = {}): Map<string, Offer> {
  const asked = { ...question, job: { ...question.job, ...job }, traffic: { ...plain, ...traffic } } as Question;
  return new Map(estimate(asked).offers.map((offer) => [offer.id, offer]));
}

describe("a bill whose traffic or epochs are stated as a range", () => {
  it.each([
    ["requests", {}, { requestsPerMonth: { low: 1_000_000, typical: 3_000_000, high: 4_000_000 } }],
    ["requests from none on", {}, { requestsPerMonth: { low: 0, high: 6_000_000 } }],
    ["tokens", {}, { inputTokens: { low: 200, typical: 900, high: 2000 }, outputTokens: { low: 50, high: 150 } }],
    ["epochs", { epochs: { low: 1, typical: 3, high: 5 } }, {}],
  ])("ranges from the bill at the least to that at the most: %s", (_what, job, traffic) => {
    const ends = (end: "low" | "high"): [object, object] => {
      const at = (stated: Readonly<Record<string, Record<"low" | "high", number>>>): Record<string, number> =>
        Object.fromEntries(Object.entries(stated).map(([name, range]) => [name, range[end]]));
      const said = at(traffic);
      const cached = Math.min(300, said["inputTokens"] ?? 300);
      return [at(job), { ...said, cachedInputTokens: cached }];
    };
    const [stated, least, most] = [offersAt(job, traffic), offersAt(...ends("low")), offersAt(...ends("high"))];
    const likeliest = offersAt({ epochs: 3 });
    expect(stated.size).toBeGreaterThan(20);
    for (const [id, { total, range, trainingRange }] of stated) {
      expect([id, total]).toEqual([id, likeliest.get(id)?.total]);
      expect([id, range.low, range.high]).toEqual([id, least.get(id)?.range.low, most.get(id)?.range.high]);
      expect(trainingRange.low).toBe(least.get(id)?.trainingRange.low);
      expect(trainingRange.high).toBe(most.get(id)?.trainingRange.high);
    }
  });

  it("is repeated by the answer as it was asked", () => {
    const traffic = { ...plain!, requestsPerMonth: { low: 1000, high: 2000 } };
    const answer = estimate({ ...question, traffic });
    expect(answer.input.traffic?.requestsPerMonth).toEqual(traffic.requestsPerMonth);
    expect(estimate({ ...answer.input, prices } as Question)).toEqual(answer);
  });

  it("says what is billed as it is billed: whole epochs, whole requests", () => {
    const asked = { ...untouched, job: { ...question.job, epochs: { low: 1, high: 4 } } } as Question;
    const { asked: said } = estimateReport(estimate(asked), { question: asked });
    expect(said.join(" ")).toContain("1 to 4 epochs (billed: 3)");
  });
});
