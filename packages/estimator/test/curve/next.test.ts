import { describe, expect, it } from "vitest";
import { nextPilot, type NextPilot, type NextPilotQuestion } from "../../src/curve/design/next.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { doubling } from "./fitted.ts";

const question: NextPilotQuestion = {
  examples: 2000,
  labelCost: "0.5",
  trainingCost: "0.02",
  valuePerPoint: "300",
  testSize: 500,
};

function asked(pilots: readonly Pilot[], changed: Partial<NextPilotQuestion> = {}): NextPilot {
  const answer = nextPilot(pilots, { ...question, ...changed });
  if (!answer.ok) throw new Error(answer.problem.kind);
  return answer.value;
}

describe("nextPilot", () => {
  const close = doubling([0.6, 0.66], 1000);

  it("asks for what is left of a quarter, a half and all, the smallest first", () => {
    const { run, design } = asked(close);
    expect(run).toEqual({ n: 500, cost: "10" });
    expect(design.map(({ n, cost, done }) => [n, cost, done])).toEqual([
      [500, "10", false],
      [1000, "20", true],
      [2000, "40", true],
    ]);
    // 350 of 500 stand for a quarter, 300 do not.
    const near = (n: number): number | undefined => asked([{ n, value: 0.55 }, ...close]).run?.n;
    expect([near(360), near(300)]).toEqual([undefined, 500]);
  });

  it("stays with the largest pilot where every larger set was worse, though more would cost nothing", () => {
    const free = { examples: 2000, valuePerPoint: "300" };
    const answer = nextPilot(doubling([0.6, 0.5, 0.4], 500), free);
    expect(answer).toMatchObject({ ok: true, value: { run: null, decision: { kind: "stay", n: 2000, net: "0" } } });
  });

  it("stops where all three are run, and says what they speak for", () => {
    const steep = doubling([0.3, 0.4, 0.5, 0.6], 250);
    const { run, decision } = asked(steep, { valuePerPoint: "1000000" });
    expect([run, decision.kind]).toEqual([null, "buy"]);
    const idle = asked(steep, { valuePerPoint: "1" });
    expect([idle.run, idle.decision]).toEqual([null, { kind: "stay", n: 2000, net: "0" }]);
  });

  it("stops where the next pilot costs more than twice the data is likely to bring", () => {
    // Between the two costs lies what twice the data is likely to bring.
    expect(asked(close, { trainingCost: "5" }).run?.cost).toBe("2500");
    expect(asked(close, { trainingCost: "10" }).run).toBeNull();
  });

  it("trains on all that is at hand where the pilots were smaller", () => {
    const { decision } = asked(doubling([0.5, 0.6], 250), { valuePerPoint: "100", labelCost: "1000" });
    expect(decision).toMatchObject({ kind: "all", n: 2000 });
  });

  it("is the same however the score is written", () => {
    const percent = close.map(({ n, value }) => ({ n, value: 100 * value }));
    expect(Number(asked(percent).decision.net)).toBeCloseTo(Number(asked(close).decision.net), 3);
  });

  it("hands on what is wrong with pilots or prices", () => {
    expect(nextPilot(close.slice(1), question)).toMatchObject({ ok: false, problem: { kind: "too_few_pilots" } });
    expect(nextPilot(close, { ...question, labelCost: "-1" })).toMatchObject({
      ok: false,
      problem: { kind: "bad_dollars" },
    });
  });
});
